// SPDX-License-Identifier: Apache-2.0
/** One order with an address of its own: where a mail leads to. */
import { useNavigate, useParams } from "@tanstack/react-router";
import { OrderPanel } from "./order-panel.tsx";

export function OrderPage() {
  const navigate = useNavigate();
  const { orderId } = useParams({ from: "/inside/orders/$orderId" });
  return (
    <div className="page alone">
      <OrderPanel
        key={orderId}
        id={orderId}
        onClose={() => void navigate({ to: "/orders", search: {} })}
        isAlone
      />
    </div>
  );
}
