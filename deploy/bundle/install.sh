#!/bin/sh
# Installs this bundle without a network: checks it, copies it to /opt/fengsui, and makes the account and the service.
# Run it again with a newer bundle to upgrade; make a backup before.
set -eu
cd -- "$(dirname -- "$(readlink -f -- "$0")")"
target=${FENGSUI_PREFIX:-/opt/fengsui}

echo "Checking the files"
sha256sum --check --quiet SHA256SUMS

echo "Installing to $target"
mkdir -p "$target.new"
cp -a -- . "$target.new/"
if [ -d "$target" ]; then mv -- "$target" "$target.old"; fi
mv -- "$target.new" "$target"
rm -rf -- "$target.old"

if [ "$(id -u)" -ne 0 ]; then
  echo "Installed. Start it: $target/bin/fengsui-hub"
  exit 0
fi
if ! getent passwd fengsui >/dev/null; then
  useradd --system --user-group --home-dir /var/lib/fengsui --shell /usr/sbin/nologin fengsui
fi
mkdir -p /etc/fengsui
[ -e /etc/fengsui/hub.env ] || (umask 077 && : > /etc/fengsui/hub.env)
if [ -d /run/systemd/system ]; then
  sed "s#/opt/fengsui#$target#g" deploy/fengsui.service > /etc/systemd/system/fengsui.service
  systemctl daemon-reload
  echo "Installed. Start it: systemctl enable --now fengsui; the link for the first account is in: journalctl -u fengsui"
else
  echo "Installed. Start it: $target/bin/fengsui-hub"
fi
