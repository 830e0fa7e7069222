// SPDX-License-Identifier: Apache-2.0
/**
 * The fields of the channels Security and System of Windows. Of Security those that its audit events are documented
 * with; System is open to every driver and service, so these are what recorded events and public rules show: a field
 * that is not among them is rare enough to be asked about.
 */

export const SECURITY_FIELDS = `
  AccessList AccessMask AccessReason AccountDomain AccountExpires AccountName Action ActivityID AdditionalInfo
  AdditionalInfo2 AlgorithmName AllowedToDelegateTo AppCorrelationID Application AttributeLDAPDisplayName
  AttributeSyntaxOID AttributeValue Attributes AuditPolicyChanges AuditSourceName AuditSourceId
  AuthenticationPackageName BackupFileName CAPublicKeyHash CallerProcessId CallerProcessImageName CallerProcessName
  CalloutId CalloutKey CalloutName CalloutType Category CategoryId CertIssuerName CertSerialNumber CertThumbprint
  ChangeType ClassId ClassName ClientAddress ClientCreationTime ClientName ClientProcessId
  ClientProcessStartKey CommandLine CompatibleIds ComputerAccountChange Conditions CountOfCredentialsReturned
  CrashOnAuditFailValue CreationTime DCDNSName DSName DSType DestAddress DestPort DestinationDRA DeviceDescription
  DeviceId Direction DisabledPrivilegeList DisplayName Disposition DnsHostName DomainName DomainPolicyChanged
  DomainSid ElevatedToken EnabledPrivilegeList EnabledNewState ErrorCode EventCountTotal EventIdx EventSourceId
  FailureReason FileName FilterId FilterKey FilterName FilterOrigin FilterRTID FilterType Flags FQDN
  FullyQualifiedSubjectUserName GPOList GroupMembership GroupTypeChange HandleId HiddenState HomeDirectory HomePath
  HostedState Identity ImpersonationLevel InterfaceIndex InterfaceName IpAddress IpPort KerberosPolicyChange
  KeyFilePath KeyLength KeyName KeyType LayerId LayerKey LayerName LayerRTID LinkName LmPackageName LocationInformation
  LogDroppedPacketsEnabled LogonGuid LogonHours LogonID LogonProcessName LogonType MandatoryLabel MasterKeyId MemberName
  MemberSid Message ModifiedObjectProperties NewObjectDN NewProcessId NewProcessName NewSd NewState NewTargetUserName
  NewTemplateContent NewTime NewUacValue NewValue NewValueType NotificationPackageName OSMajor ObjectClass
  ObjectCollectionName ObjectDN ObjectGUID ObjectIdentifyingProperties ObjectName ObjectProperties ObjectServer
  ObjectType ObjectValueName OldObjectDN OldSd OldTargetUserName OldUacValue OldValue OldValueType OpCorrelationID
  Operation OperationId OperationName OperationType PackageName PackageSid ParentProcessId ParentProcessName
  PasswordLastSet PreAuthEncryptionType PreAuthType PreviousTime PrimaryGroupId PrivilegeList ProcessCreationTime
  ProcessId ProcessID ProcessName Profile ProfileChanged ProfilePath ProfileUsed Profiles Properties Protocol
  ProviderContextKey ProviderContextName ProviderContextType ProviderKey ProviderName ProxyPolicyName ReadOperation
  ReasonCode ReasonText RecoveryReason RelativeTargetName RemoteAdminEnabled RemoteMachineID RemoteUserID RequestId
  RequestType Requester RequesterAttributes Resource ResourceAttributes ResourceManager RestrictedAdminMode
  RestrictedSidCount ReturnCode RpcCallClientLocality RuleAttr RuleId RuleName SamAccountName Schema SchemaFriendlyName
  SchemaVersion ScriptPath SecurityPackageName Service ServiceAccount ServiceFileName ServiceName
  ServicePrincipalNames ServiceSid ServiceStartType ServiceType SessionId SessionName SettingType SettingValue
  ShareLocalPath ShareName SidFilteringEnabled SidHistory SidList SiloName SourceAddr SourceAddress SourceDRA
  SourceHandleId SourcePort SourceProcessId SourceSid SourceUserName SpnName StagingReason StartUSN Status StatusCode
  SubStatus SubcategoryGuid SubcategoryId Subject SubjectDomainName SubjectKeyIdentifier SubjectLogonId
  SubjectMachineName SubjectMachineSID SubjectUserDomainName SubjectUserName SubjectUserSid TargetDomainName
  TargetHandleId TargetInfo TargetLinkedLogonId TargetLogonGuid TargetLogonId TargetName
  TargetOutboundDomainName TargetOutboundUserName TargetProcessId TargetProcessName TargetServer TargetServerName
  TargetSid TargetUserName TargetUserSid TaskContent TaskContentNew TaskName TdoAttributes TdoDirection TdoType
  TemplateContent TemplateDSObjectFQDN TemplateInternalName TemplateOID TemplateSchemaVersion TemplateVersion
  TicketEncryptionType TicketOptions TokenElevationType TopLevelName TransactionId TransmittedServices TreeDelete Type
  UserAccountControl UserName UserParameters UserPrincipalName UserSid UserWorkstations VendorIds VirtualAccount Weight
  Workstation WorkstationName
  param1 param2 param3 param4 Data`;

export const SYSTEM_FIELDS = `
  AccountName AccountType ActivityID Address BadgeNumber Binary BootMode BootType BugcheckCode
  BugcheckParameter1 BugcheckParameter2 BugcheckParameter3 BugcheckParameter4 Caption Client ClientAddress Data
  DCName Description DeviceName DeviceNameLength DeviceTime DirtyPages DomainName DriverName DriverNameLength
  DriverPackageId DwordVal ErrorCode ErrorDescription ErrorMessage ExtraInfo ExtraString FailureStatus FilePath
  FilterAltitude FinalStatus HiveName HiveNameLength ImagePath InstanceId InterfaceName IsatapRouter KeysUpdated
  LastBootGood LastShutdownGood MajorVersion Message MinorVersion MiniportName MiniportNameLen NewSize NewTime
  OldTime OriginalSize Origin PowerButtonTimestamp ProcessId ProcessID ProcessName ProcessPath ProcessingMode
  ProcessingTimeInMilliseconds QfeVersion QueryName Reason ResourceManager ServiceName ServiceType ServiceVersion
  SleepInProgress SourceName StartTime StartType Status StatusCode StopTime SubjectDomainName SubjectLogonId
  SubjectUserName SubjectUserSid SupportInfo1 SupportInfo2 TargetName UpdateGuid UpdateRevisionNumber UpdateTitle User
  UserName Version Workstation adapterName binary errorCode flags serviceGuid updateGuid updateRevisionNumber
  updateTitle updatelist param1 param2 param3 param4 param5 param6 param7 param8 param9 param10 param11 BackupPath
  Channel`;
