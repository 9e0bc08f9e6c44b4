# How objects look: every type that cmdlets return has a table that fits 100 columns, and a list that has everything.
BeforeAll {
    if (-not (Get-Module VethLab)) { Import-Module "$PSScriptRoot/../../VethLab.psd1" }
    . $PSScriptRoot/shared/Witnesses.ps1

    function Get-Text($Objects, [scriptblock] $Format) {
        $rendering = $PSStyle.OutputRendering
        $PSStyle.OutputRendering = 'PlainText'
        try { @($Objects | & $Format | Out-String -Width 100 -Stream | ForEach-Object { $_.TrimEnd() } | Where-Object { $_ }) }
        finally { $PSStyle.OutputRendering = $rendering }
    }
    # The views of a type, by their kind.
    function Get-View([string] $Type, [string] $Control) {
        @(Get-FormatData -TypeName $Type | ForEach-Object { $_.FormatViewDefinition } | Where-Object { $_.Control.GetType().Name -eq $Control })
    }
    $types = @(Get-Command -Module VethLab -CommandType Cmdlet | ForEach-Object { $_.OutputType.Name } | Where-Object { $_ -like 'VethLab.*' } | Sort-Object -Unique)
}

Describe 'Views' {
    BeforeAll {
        # Names as long as they may be, addresses as long as they get.
        $space = 'container-name-1'
        ip netns add $space
        ip netns add peers
        ip -n $space link set lo up
        ip -n $space link add bridge-of-15-by type bridge stp_state 1
        ip -n $space link add interface-15-by type veth peer name outside-15-byte netns peers
        ip -n $space link set interface-15-by up addrgenmode none
        ip -n peers link set outside-15-byte up addrgenmode none
        ip -n $space link set interface-15-by master bridge-of-15-by
        ip -n $space link set bridge-of-15-by up addrgenmode none
        ip -n $space address add 192.168.188.101/24 dev bridge-of-15-by
        ip -n $space address add 2001:db8:1234:5678:9abc:def0:1234:5678/64 nodad dev bridge-of-15-by
        ip -n peers address add 192.168.188.102/24 dev outside-15-byte
        ip -n peers address add 2001:db8:1234:5678:9abc:def0:1234:5679/64 nodad dev outside-15-byte
        ip -n $space route add 2001:db8:ffff:ffff::/64 via 2001:db8:1234:5678:9abc:def0:1234:5679 metric 1024
        ip -n $space route add 192.168.199.0/24 via 192.168.188.102 src 192.168.188.101 metric 1000
        ip -n $space -6 route add 2001:db8:eeee:eeee::/64 nexthop via 2001:db8:0:1::1 dev interface-15-by onlink weight 2 nexthop via fe80::1 dev bridge-of-15-by
        ip -n $space route add 192.168.198.0/24 nexthop via 192.168.188.102 dev bridge-of-15-by nexthop via 192.168.188.103 dev bridge-of-15-by onlink
        ip -n $space neighbour add 2001:db8:1234:5678:9abc:def0:1234:9999 lladdr 02:00:00:00:00:77 dev bridge-of-15-by
        ip netns exec $space iptables -P FORWARD DROP
        $null = Enable-Masquerade bridge-of-15-by -Namespace $space 3> $null
        $null = New-NetPortMapping 60000-60010 peers -DestinationAddress 192.168.188.102 -Namespace $space 3> $null

        $objects = @{
            NetNamespace       = Get-NetNamespace $space
            NetInterface       = @(Get-NetInterface -Namespace $space)
            NetBridge          = Get-NetBridge -Namespace $space
            VethPair           = Get-VethPair outside-15-byte -Namespace peers
            NetIPAddress       = @(Get-NetIPAddress -Namespace $space)
            NetRoute           = @(Get-NetRoute -Namespace $space)
            NetNeighbor        = @(Get-NetNeighbor -Namespace $space)
            NetBridgeFdbEntry  = @(Get-NetBridgeFdb -Namespace $space)
            Masquerade         = Get-Masquerade -Namespace $space
            NetPortMapping     = @(Get-NetPortMapping -Namespace $space)
            NetForwarding      = Get-NetForwarding $space
            PingResult         = @(Test-NetPing 127.0.0.1, 192.168.188.101, 2001:db8:1234:5678:9abc:def0:1234:5678 -Namespace $space)
            NetPacket          = @(Watch-NetPacket lo -Namespace $space -TimeoutSeconds 0.05 -While { ip netns exec $space ping -c 1 2001:db8:1234:5678:9abc:def0:1234:5678 })
        }
        $objects.NetPathVerdict = @(Test-NetPath 127.0.0.1, 192.168.188.101, 2001:db8:1234:5678:9abc:def0:1234:5678, 2001:db8:1234:5678:9abc:def0:1234:9998 -Namespace $space -TimeoutSeconds 0.2)
        $objects.PathHop = @($objects.NetPathVerdict | ForEach-Object Hops)
        $objects.NetCapture = Start-NetCapture * -Namespace $space
        Stop-NetCapture $objects.NetCapture
        Get-NetCapture | Stop-NetCapture
        $objects.PacketTrail = @($objects.NetPacket | Group-NetPacket)
        $objects.PacketHop = @($objects.PacketTrail | ForEach-Object Hops)
        $objects.NetFirewallChain = @(Get-NetFirewallChain -Namespace $space)
        $null = ip netns exec $space ping -c 1 -W 1 -I bridge-of-15-by 192.168.188.101
        $null = ip netns exec $space ping -c 1 -W 1 127.0.0.1
        $objects.NetConnection = @(Get-NetConnection -Namespace $space)
        $objects.NetFirewallRule = @(Get-NetFirewallChain -All -Rule -Namespace $space)
        $description = @{
            bridges = @{ 'bridge-of-15-by' = @{ subnet = '192.168.188.0/24', '2001:db8:1234:5678::/64'; count = 2; prefix = 'lab-node-name-' } }
            uplink  = $true; reachability = @{ from = 'lab-node-name-01'; to = 'lab-node-name-02' }
        }
        $objects.VethLabBaseline = Get-VethLabBaseline -Namespace $space, peers
        ip -n $space link add name-of-15-byte type bridge
        ip -n $space link set lo alias 'an alias that is longer than any column can be'
        $objects.BaselineDifference = @(Compare-VethLabBaseline $objects.VethLabBaseline)
        ip -n $space link delete name-of-15-byte
        $objects.LabStep = @(New-VethLab view-lab-of-a-name $description -WhatIf)
        $objects.NetworkLab = New-VethLab view-lab-of-a-name $description 3> $null
        $objects.LabReachability = @(Test-VethLab view-lab-of-a-name)
        $objects.LabMatrix = Test-VethLab view-lab-of-a-name -Matrix
        Remove-VethLab view-lab-of-a-name 3> $null
    }
    AfterAll { foreach ($name in $space, 'peers') { ip netns delete $name } }

    It 'are there for all that cmdlets return' {
        $types.Count | Should -BeGreaterThan 10
        foreach ($type in $types) {
            $objects.Keys | Should -Contain ($type -replace '.*\.') -Because 'each type is looked at below'
            Get-View $type TableControl | Should -HaveCount 1 -Because "$type has one table"
            Get-View $type ListControl | Should -HaveCount 1 -Because "$type has one list"
        }
    }

    It 'a table of <Type> has all its columns within 100' -ForEach @(
        'NetNamespace', 'NetInterface', 'NetBridge', 'VethPair', 'NetIPAddress', 'NetRoute', 'NetNeighbor', 'NetBridgeFdbEntry', 'Masquerade', 'NetPortMapping', 'NetForwarding', 'NetFirewallChain', 'NetFirewallRule', 'NetConnection', 'PingResult', 'NetPathVerdict', 'PathHop', 'NetCapture', 'NetPacket', 'PacketTrail', 'PacketHop',
        'NetworkLab', 'LabStep', 'LabReachability', 'LabMatrix', 'VethLabBaseline', 'BaselineDifference' |
            ForEach-Object { @{ Type = $_ } }
    ) {
        $shown = @($objects[$Type])
        $shown.Count | Should -BeGreaterThan 0
        $view = (Get-View $shown[0].GetType().FullName TableControl)[0]
        $labels = @($view.Control.Headers.Label)
        $lines = Get-Text $shown { $input | Format-Table }
        $lines.Count | Should -BeGreaterThan ($shown.Count + 1)
        $lines | ForEach-Object { $_.Length } | Sort-Object | Select-Object -Last 1 | Should -BeLessThan 101
        $header = $lines[0]
        $labels | Should -Not -Contain ''
        foreach ($label in $labels) { " $header " | Should -BeLike "* $label *" -Because "the columns are $($labels -join ', ')" }
        $lines -match '\x1b' | Should -BeNullOrEmpty
    }

    It 'a table of <Type> shows names whole' -ForEach @(
        @{ Type = 'NetInterface'; Text = 'interface-15-by', 'bridge-of-15-by' }
        @{ Type = 'NetBridge'; Text = 'bridge-of-15-by', 'interface-15-by' }
        @{ Type = 'VethPair'; Text = 'outside-15-byte', 'interface-15-by', 'container-name-1' }
        @{ Type = 'NetNamespace'; Text = @('container-name-1') }
        @{ Type = 'NetIPAddress'; Text = 'bridge-of-15-by', '192.168.188.101' }
        @{ Type = 'NetRoute'; Text = 'bridge-of-15-by', '192.168.199.0/24', '192.168.188.102', '192.168.188.102, 192.168…', 'interface-1… +1' }
        @{ Type = 'NetNeighbor'; Text = 'bridge-of-15-by', '02:00:00:00:00:77' }
        @{ Type = 'NetBridgeFdbEntry'; Text = 'bridge-of-15-by', 'interface-15-by' }
        @{ Type = 'Masquerade'; Text = 'bridge-of-15-by', '192.168.188.0/24' }
        @{ Type = 'NetPortMapping'; Text = 'tcp/60000-60010', '192.168.188.102', 'peers' }
        @{ Type = 'NetForwarding'; Text = @('container-name-1') }
        @{ Type = 'PingResult'; Text = '192.168.188.101', 'Success', 'container-name-1' }
        @{ Type = 'NetPathVerdict'; Text = '192.168.188', 'True', 'False', 'Icmp' }
        @{ Type = 'NetworkLab'; Text = 'view-lab-of-a-name', '192.168.188.0/24', '2001:db8:1234:5678::/64' }
        @{ Type = 'LabStep'; Text = 'lab-node-name-01', 'bridge-of-15-by:veth01' }
        @{ Type = 'LabReachability'; Text = 'lab-node-name-01', 'lab-node-name-02', '2001:db8:1234:5678::3', 'reachable' }
    ) {
        $table = (Get-Text $objects[$Type] { $input | Format-Table }) -join "`n"
        foreach ($one in $Text) { $table | Should -BeLike "*$one*" }
    }

    It 'is the table that comes by itself' {
        $default = Get-Text $objects.NetRoute { $input }
        $default | Should -Be (Get-Text $objects.NetRoute { $input | Format-Table })
    }

    It 'a list of <Type> has everything' -ForEach @(
        # Not shown: what says the same as another property, and the snapshots inside a pair, whose properties are listed one by one.
        @{ Type = 'NetNamespace'; Except = 'Namespace', 'IsNamed' }
        @{ Type = 'NetInterface'; Except = @() }
        @{ Type = 'NetBridge'; Except = 'Kind', 'Bridge', 'PortState', 'Parent', 'PeerIndex', 'PeerName', 'PeerNamespaceId' }
        @{ Type = 'VethPair'; Except = 'Interface', 'Peer', 'PeerNamespaceId' }
        @{ Type = 'NetIPAddress'; Except = @('Name') }
        @{ Type = 'NetRoute'; Except = 'Name', 'IsDefault' }
        @{ Type = 'NetNeighbor'; Except = @('Name') }
        @{ Type = 'NetBridgeFdbEntry'; Except = @('Name') }
        @{ Type = 'Masquerade'; Except = @('Name') }
        @{ Type = 'NetPortMapping'; Except = @() }
        @{ Type = 'NetForwarding'; Except = @('Name') }
        @{ Type = 'NetFirewallChain'; Except = 'Name', 'IsBase' }
        @{ Type = 'NetFirewallRule'; Except = @('Name') }
        @{ Type = 'NetConnection'; Except = @() }
        @{ Type = 'PingResult'; Except = @('Name') }
        @{ Type = 'NetPathVerdict'; Except = @('Name') }
        @{ Type = 'PathHop'; Except = @() }
        @{ Type = 'NetPacket'; Except = 'TimestampNanoseconds', 'Data' }
        @{ Type = 'PacketTrail'; Except = @() }
        @{ Type = 'PacketHop'; Except = @() }
        @{ Type = 'NetworkLab'; Except = @() }
        @{ Type = 'LabStep'; Except = @() }
        @{ Type = 'LabReachability'; Except = @('Name') }
        @{ Type = 'LabMatrix'; Except = @() }
        @{ Type = 'VethLabBaseline'; Except = @() }
        @{ Type = 'BaselineDifference'; Except = @() }
    ) {
        $one = @($objects[$Type])[0]
        $lines = Get-Text $one { $input | Format-List }
        $labels = @($lines | Where-Object { $_ -match '^(\w+)\s+:' } | ForEach-Object { $Matches[1] })
        foreach ($property in $one.PSObject.Properties.Name | Where-Object { $_ -notin $Except -and $_ -ne 'NamespaceId' }) { $labels | Should -Contain $property }
        $lines -match '\x1b' | Should -BeNullOrEmpty
    }

    It 'colours nothing but as PSStyle says' {
        $names = 'TableHeader', 'CustomTableHeaderLabel', 'FormatAccent'
        $rendering = $PSStyle.OutputRendering
        $styles = $names | ForEach-Object { $PSStyle.Formatting.$_ }
        try {
            $PSStyle.OutputRendering = 'Ansi'
            foreach ($name in $names) { $PSStyle.Formatting.$name = '' }
            foreach ($type in $objects.Keys) {
                $text = ($objects[$type] | Format-Table | Out-String -Width 100) + ($objects[$type] | Format-List | Out-String -Width 100)
                $text -replace '\x1b\[0m' -match '\x1b' | Should -BeFalse -Because "$type has no colours of its own"
            }
        }
        finally {
            $PSStyle.OutputRendering = $rendering
            for ($i = 0; $i -lt $names.Count; $i++) { $PSStyle.Formatting.($names[$i]) = $styles[$i] }
        }
    }
}
