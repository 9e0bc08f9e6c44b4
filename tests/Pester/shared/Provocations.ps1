# For each error id a command that the kernel, or VethLab, really refuses with it, in the network that Initialize-Provocations makes.
# Do: the command. Target: what the error must be about. Says: words of its message. Before, After: what this one needs beside the network.
# Through: words of a program that the command is run under, in another process: as another user, or with system calls refused.

# ip's words; anything but success ends the tests.
function Invoke-IP {
    & ip @args
    if ($LASTEXITCODE -ne 0) { throw "ip $args failed" }
}

function Initialize-Provocations {
    foreach ($name in 'lab', 'lab02', 'strict') { Invoke-IP netns add $name }
    Invoke-IP -n lab link set lo up
    foreach ($bridge in 'br01', 'br02') { Invoke-IP -n lab link add $bridge up type bridge }
    foreach ($n in 0..2) { Invoke-IP -n lab link add v$n up type veth peer name w$n }
    Invoke-IP -n lab link set w0 up master br02
    Invoke-IP -n lab address add 192.168.88.1/24 dev br01
    Invoke-IP -n lab address add 10.0.0.1/24 dev v0
    Invoke-IP -n lab route add 10.9.0.0/16 via 10.0.0.9 metric 7 proto boot
    Invoke-IP -n lab neighbour add 10.0.0.77 lladdr 02:00:00:00:00:77 dev v0
    Invoke-IP -n lab link add link v1 name mv1 type macvlan
    Invoke-IP -n lab link add vx type vxlan id 5 dstport 4789
    & ip netns exec lab nft 'add table ip own; add chain ip own own { type filter hook forward priority 0; }'
    & ip netns exec strict nft 'add table inet own; add chain inet own own { type filter hook forward priority 0; policy drop; }'
    Invoke-IP -n strict link add br01 type bridge
    Enable-Masquerade -Subnet 192.168.88.0/24 -Namespace lab -WarningAction SilentlyContinue
    [System.IO.File]::WriteAllText('/run/netns/dead', '')
}

$strace = 'strace', '-f', '-qqq', '--seccomp-bpf', '-o', '/dev/null'

$provocations = [ordered]@{
    AddressExists         = @{ Do = { New-NetIPAddress 10.0.0.1/24 v0 -Namespace lab }; Target = '10.0.0.1/24'; Says = '*v0*' }
    AddressNotFound       = @{ Do = { Remove-NetIPAddress 10.0.0.1/24 br01 -Namespace lab }; Target = '10.0.0.1/24'; Says = '*br01*; v0 has 10.0.0.1/24.' }
    BridgeFull            = @{
        Do     = { Add-VethToBridge full q512 -Namespace lab03 }; Target = 'q512'; Says = '*full*1,023 ports*'
        Before = {
            Invoke-IP netns add lab03
            $lines = @('link add full type bridge') + @(1..512 | ForEach-Object { "link add p$_ type veth peer name q$_"; "link set p$_ master full"; if ($_ -lt 512) { "link set q$_ master full" } })
            $lines | & ip -n lab03 -batch -
        }
        After  = { Invoke-IP netns delete lab03 }
    }
    BridgeLoop            = @{ Do = { Add-VethToBridge br01 br02 -Namespace lab }; Target = 'br02'; Says = '*Can not enslave a bridge to a bridge*' }
    BridgeNotFound        = @{ Do = { Remove-NetBridge br07 -Namespace lab }; Target = 'br07'; Says = '*namespace lab*' }
    Busy                  = @{ Do = { Add-VethToBridge br01 v1 -Namespace lab }; Target = 'v1'; Says = '*mv1 (a macvlan not made by VethLab)*EBUSY*' }
    # A listing that changes interrupt ten times takes more luck than a test has; the error number is the one it ends with.
    CaptureFileInvalid    = @{ Do = { Import-NetCapture /proc/version }; Target = '/proc/version'; Says = '*neither pcap nor pcapng*' }
    CaptureNotFound       = @{ Do = { Receive-NetCapture 99999 }; Target = '99999'; Advises = '*Get-NetCapture*' }
    ChangedMeanwhile      = @{
        Do      = { Get-NetInterface }; Says = '*EAGAIN*'
        Through = $strace + '-e', 'trace=recvfrom,recvmsg', '-e', 'inject=recvfrom,recvmsg:error=EAGAIN'
    }
    CommandFailed         = @{ Do = { New-VethLab lab09 @{ commands = @{ run = 'echo because; exit 3'; wait = $true } } }; Target = 'echo because; exit 3'; Says = '*exit code 3: because.*' }
    CommandNotFound       = @{ Do = { Invoke-NetNamespace lab -FilePath no-such-program }; Target = 'no-such-program' }
    ConnectionNotFound    = @{ Do = { 'udp 1.2.3.4:5 -> 6.7.8.9:10' | Get-NetConnection -Namespace lab }; Target = 'udp 1.2.3.4:5 -> 6.7.8.9:10'; Advises = '*Get-NetConnection*' }
    DescriptionInvalid    = @{ Do = { New-VethLab lab09 @{ namspaces = 'a' } }; Target = "namspaces: there is no key 'namspaces' here; did you mean 'namespaces'?" }
    DnsFileExists         = @{
        Do     = { New-NetNamespace ns09 -DnsServer 10.0.0.53 }; Target = 'ns09'; Says = '/etc/netns/ns09/resolv.conf*192.0.2.1*'; Advises = '*Leave out -DnsServer*'
        Before = { $null = [System.IO.Directory]::CreateDirectory('/etc/netns/ns09'); [System.IO.File]::WriteAllText('/etc/netns/ns09/resolv.conf', 'nameserver 192.0.2.1') }
        After  = { & sh -c 'rm -r /etc/netns/ns09; mountpoint -q /etc/netns || rmdir /etc/netns' }
    }
    DnsServerNotFound     = @{
        Do     = { New-NetNamespace ns09 -DnsServer Host }; Target = '/etc/resolv.conf'
        Before = { & sh -c '[ -e /etc/resolv.conf ] || { rm -f /etc/resolv.conf && : > /etc/resolv.conf; }; mount --bind /dev/null /etc/resolv.conf' }
        After  = { & umount /etc/resolv.conf }
    }
    FeatureMissing        = @{
        Do      = { New-NetNamespace ns01 }; Target = 'ns01'; Says = '*no network namespaces*EINVAL*'; Advises = '*CONFIG_NET_NS*'
        Through = $strace + '-e', 'trace=unshare', '-e', 'inject=unshare:error=EINVAL'
    }
    FileExists            = @{
        Do     = { Export-VethLab lab09 -Path /run/lab09.txt }; Target = '/run/lab09.txt'; Advises = '*-Force*'
        Before = { $null = New-VethLab lab09 @{ }; [System.IO.File]::WriteAllText('/run/lab09.txt', '') }
        After  = { Remove-VethLab lab09; [System.IO.File]::Delete('/run/lab09.txt') }
    }
    FileNotReadable       = @{ Do = { Import-NetCapture /run/nothing }; Target = '/run/nothing' }
    FileNotWritable       = @{
        Do     = { Export-VethLab lab09 -Path /proc/lab09.txt }; Target = '/proc/lab09.txt'
        Before = { $null = New-VethLab lab09 @{ } }
        After  = { Remove-VethLab lab09 }
    }
    FilterInvalid         = @{ Do = { Watch-NetPacket v0 -Namespace lab -Filter 'icmp and and' -TimeoutSeconds 0 }; Target = 'icmp and and'; Says = '*syntax error*' }
    FirewallChainNotFound = @{ Do = { Get-NetFirewallChain nowhere -Namespace lab }; Target = 'nowhere'; Advises = '*-All*' }
    ForwardingBlocked     = @{ Do = { Enable-NetForwarding br01 -Namespace strict }; Target = 'br01'; Says = '*inet own own*' }
    ForwardingInUse       = @{ Do = { Disable-NetForwarding -Namespace lab }; Target = 'lab'; Says = '*192.168.88.0/24*' }
    GatewayUnreachable    = @{ Do = { New-NetRoute 10.8.0.0/16 172.16.0.1 -Namespace lab }; Target = '172.16.0.1'; Says = '*none of the networks*10.0.0.0/24 (v0)*Nexthop has invalid gateway*' }
    InterfaceExists       = @{ Do = { New-NetBridge mv1 -Namespace lab }; Target = 'mv1'; Says = '*a macvlan not made by VethLab*' }
    InterfaceInBridge     = @{ Do = { Add-VethToBridge br01 w0 -Namespace lab }; Target = 'w0'; Says = '*port of br02*' }
    InterfaceNotDeletable = @{ Do = { Remove-NetInterface lo -Namespace lab }; Target = 'lo' }
    InterfaceNotFound     = @{ Do = { Set-NetInterface eth7 -Up -Namespace lab }; Target = 'eth7'; Says = '*namespace lab*' }
    InvalidAddress        = @{ Do = { New-NetIPAddress 300.0.0.1/24 v0 -Namespace lab }; Target = '300.0.0.1/24' }
    InvalidMacAddress     = @{ Do = { Set-NetInterface v0 -MacAddress 01:00:00:00:00:01 -Namespace lab }; Target = 'v0'; Says = '*multicast*' }
    InvalidMtu            = @{ Do = { Set-NetInterface v0 -Mtu 20 -Namespace lab }; Target = 'v0' }
    InvalidName           = @{ Do = { New-NetBridge br0123456789abcd -Namespace lab }; Target = 'br0123456789abcd'; Says = '*16 bytes, 15 are possible*' }
    InvalidPrefixLength   = @{ Do = { New-NetIPAddress 10.0.0.5 v0 -Namespace lab }; Target = '10.0.0.5' }
    InvalidValue          = @{ Do = { Set-NetInterface lo -TargetNamespace lab02 -Namespace lab }; Target = 'lo' }
    KernelRefused         = @{
        Do     = { Set-NetInterface vx -Up -Namespace lab }; Target = 'vx'; Says = '*EADDRINUSE*'
        Before = { $script:holder = Invoke-NetNamespace lab { [System.Net.Sockets.UdpClient]::new(4789, 'InterNetwork') } }
        After  = { $script:holder.Dispose() }
    }
    LabExists             = @{
        Do     = { New-VethLab lab09 @{ placement = 'Host' } }; Target = 'lab09'; Advises = '*Remove-VethLab lab09*'
        Before = { $null = New-VethLab lab09 @{ } }
        After  = { Remove-VethLab lab09 }
    }
    LabNotFound           = @{ Do = { Remove-VethLab lab09 }; Target = 'lab09'; Advises = '*Get-VethLab*' }
    MasqueradeNotFound    = @{ Do = { Disable-Masquerade br01 -Namespace lab02 }; Target = 'br01' }
    NamespaceExists       = @{ Do = { New-NetNamespace lab }; Target = 'lab'; Says = '*not made by VethLab*' }
    NamespaceMismatch     = @{ Do = { Remove-NetBridge (Get-NetBridge br01 -Namespace lab) -Namespace lab02 }; Target = 'br01'; Says = '*lives in namespace lab, not in*lab02*' }
    NamespaceNotFound     = @{ Do = { Remove-NetNamespace nowhere }; Target = 'nowhere' }
    NamespaceStale        = @{ Do = { Invoke-NetNamespace dead { 1 } }; Target = 'dead'; Says = '*/run/netns/dead*'; Advises = '*Remove-NetNamespace dead -Force*' }
    NeighborExists        = @{ Do = { New-NetNeighbor 10.0.0.77 02:00:00:00:00:78 v0 -Namespace lab }; Target = '10.0.0.77'; Says = '*02:00:00:00:00:77, Permanent*' }
    NeighborNotFound      = @{ Do = { Remove-NetNeighbor 10.0.0.78 v0 -Namespace lab }; Target = '10.0.0.78' }
    NotABridge            = @{ Do = { Remove-NetBridge v0 -Namespace lab }; Target = 'v0'; Says = '*a veth*' }
    NotAVeth              = @{ Do = { Remove-VethPair br01 -Namespace lab }; Target = 'br01'; Says = '*a bridge*' }
    NotInBridge           = @{ Do = { Remove-VethFromBridge v0 -Namespace lab }; Target = 'v0' }
    NotPermitted          = @{
        Do      = { New-NetBridge br03 }; Target = 'br03'; Says = '*lacks CAP_NET_ADMIN, CAP_SYS_ADMIN and CAP_NET_RAW*'; Advises = '*./vethlab -Isolated*'
        Through = 'setpriv', '--inh-caps=-all', '--bounding-set=-all'
    }
    PortMappingExists     = @{
        Do     = { New-NetPortMapping 8080 -DestinationAddress 10.0.0.6 -Namespace lab }; Target = 'tcp/8080'; Says = '*tcp/8080 leads to 10.0.0.5:8080*'; Advises = '*Remove-NetPortMapping*'
        Before = { $null = New-NetPortMapping 8080 -DestinationAddress 10.0.0.5 -Namespace lab -WarningAction SilentlyContinue }
        After  = { Remove-NetPortMapping 8080 -Namespace lab -WarningAction SilentlyContinue }
    }
    PortMappingNotFound   = @{ Do = { Remove-NetPortMapping 8080 -Namespace lab }; Target = '8080'; Advises = '*Get-NetPortMapping*' }
    ProcessNotFound       = @{ Do = { Get-NetNamespace -ProcessId 999999999 }; Target = '999999999' }
    RouteExists           = @{ Do = { New-NetRoute 10.9.0.0/16 10.0.0.8 -RouteMetric 7 -Namespace lab }; Target = '10.9.0.0/16'; Says = '*via 10.0.0.9 dev v0*Boot*' }
    RouteNotFound         = @{ Do = { Remove-NetRoute 10.7.0.0/16 -Namespace lab }; Target = '10.7.0.0/16' }
    SubnetNotFound        = @{ Do = { Enable-Masquerade br02 -Namespace lab }; Target = 'br02' }
    WrongAddressFamily    = @{ Do = { New-NetRoute 10.8.0.0/16 fd00::1 -Namespace lab }; Target = 'fd00::1' }
}
