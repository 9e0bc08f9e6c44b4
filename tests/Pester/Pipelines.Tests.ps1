# What one cmdlet returns the next one takes: by value, and by the names of its properties when it was saved as JSON or CSV and read back.
# Each row of the two tables below is tried with the object itself and with what it is after it was saved.
BeforeDiscovery {
    if (-not (Get-Module VethLab)) { Import-Module "$PSScriptRoot/../../VethLab.psd1" }

    # Reading: which object, into which cmdlet, and what comes out, as NAMESPACE/NAME.
    $every = 'NetNamespace', 'NetInterface', 'Port', 'NetBridge', 'VethPair', 'NetIPAddress', 'NetRoute', 'NetNeighbor', 'NetBridgeFdb', 'Masquerade', 'NetForwarding', 'PingResult'
    $inside = 'NetNamespace', 'NetInterface', 'VethPair', 'NetIPAddress', 'NetRoute', 'NetNeighbor'     # what lives in ns01, or is it
    $readRows = @(
        foreach ($from in $every) {
            $place = if ($from -in $inside) { 'ns01' } else { 'lab' }
            @{ To = 'Get-NetNamespace'; From = $from; Expected = @("/$place") }
            @{ To = 'Get-NetForwarding'; From = $from; Expected = @("$place/$place") }
        }
        foreach ($from in 'NetFirewallChain', 'NetFirewallRule') { @{ To = 'Get-NetFirewallChain'; From = $from; Expected = @('lab/postrouting') } }
        @{ To = 'Get-NetInterface'; From = 'NetNamespace'; Expected = 'ns01/lo', 'ns01/veth01' }
        @{ To = 'Get-NetInterface'; From = 'NetInterface'; Expected = @('ns01/veth01') }
        @{ To = 'Get-NetInterface'; From = 'NetBridge'; Expected = @('lab/br01') }
        @{ To = 'Get-NetInterface'; From = 'VethPair'; Expected = 'ns01/veth01', 'lab/br-veth01' }
        @{ To = 'Get-NetInterface'; From = 'NetIPAddress'; Expected = @('ns01/veth01') }
        @{ To = 'Get-NetInterface'; From = 'NetRoute'; Expected = @('ns01/veth01') }
        @{ To = 'Get-NetInterface'; From = 'NetNeighbor'; Expected = @('ns01/veth01') }
        @{ To = 'Get-NetInterface'; From = 'NetBridgeFdb'; Expected = @('lab/br-veth01') }
        @{ To = 'Get-NetInterface'; From = 'Masquerade'; Expected = @('lab/br01') }
        @{ To = 'Get-NetInterface'; From = 'NetForwarding'; Expected = 'lab/br-veth01', 'lab/br01', 'lab/lo' }
        @{ To = 'Get-NetBridge'; From = 'NetNamespace'; Expected = @() }
        @{ To = 'Get-NetBridge'; From = 'NetInterface'; Expected = @() }
        @{ To = 'Get-NetBridge'; From = 'Port'; Expected = @('lab/br01') }
        @{ To = 'Get-NetBridge'; From = 'NetBridge'; Expected = @('lab/br01') }
        @{ To = 'Get-NetBridge'; From = 'VethPair'; Expected = @('lab/br01') }
        @{ To = 'Get-NetBridge'; From = 'NetBridgeFdb'; Expected = @('lab/br01') }
        @{ To = 'Get-NetBridge'; From = 'Masquerade'; Expected = @('lab/br01') }
        @{ To = 'Get-NetBridge'; From = 'NetForwarding'; Expected = @('lab/br01') }
        @{ To = 'Get-VethPair'; From = 'NetNamespace'; Expected = @('ns01/veth01') }
        @{ To = 'Get-VethPair'; From = 'NetInterface'; Expected = @('ns01/veth01') }
        @{ To = 'Get-VethPair'; From = 'Port'; Expected = @('lab/br-veth01') }
        @{ To = 'Get-VethPair'; From = 'NetBridge'; Expected = @('lab/br-veth01') }
        @{ To = 'Get-VethPair'; From = 'VethPair'; Expected = @('ns01/veth01') }
        @{ To = 'Get-VethPair'; From = 'NetIPAddress'; Expected = @('ns01/veth01') }
        @{ To = 'Get-VethPair'; From = 'NetRoute'; Expected = @('ns01/veth01') }
        @{ To = 'Get-VethPair'; From = 'NetNeighbor'; Expected = @('ns01/veth01') }
        @{ To = 'Get-VethPair'; From = 'NetBridgeFdb'; Expected = @('lab/br-veth01') }
        @{ To = 'Get-VethPair'; From = 'Masquerade'; Expected = @('lab/br-veth01') }
        @{ To = 'Get-VethPair'; From = 'NetForwarding'; Expected = @('lab/br-veth01') }
        foreach ($from in $inside) {
            @{ To = 'Get-NetIPAddress'; From = $from; Expected = @('ns01/192.168.88.11/24') }
            @{ To = 'Get-NetNeighbor'; From = $from; Expected = @('ns01/192.168.88.1') }
            @{ To = 'Get-NetRoute'; From = $from; Expected = if ($from -eq 'NetRoute') { @('ns01/0.0.0.0/0') } else { 'ns01/0.0.0.0/0', 'ns01/192.168.88.0/24' } }
        }
        foreach ($from in 'NetBridge', 'Masquerade', 'NetForwarding') {
            @{ To = 'Get-NetIPAddress'; From = $from; Expected = @('lab/192.168.88.1/24') }
            @{ To = 'Get-NetNeighbor'; From = $from; Expected = @('lab/192.168.88.77') }
            @{ To = 'Get-NetRoute'; From = $from; Expected = @('lab/192.168.88.0/24') }
        }
        foreach ($from in 'Port', 'NetBridgeFdb') {
            @{ To = 'Get-NetIPAddress'; From = $from; Expected = @() }
            @{ To = 'Get-NetNeighbor'; From = $from; Expected = @() }
            @{ To = 'Get-NetRoute'; From = $from; Expected = @() }
        }
        @{ To = 'Get-NetBridgeFdb'; From = 'NetBridge'; Expected = 'lab/02:00:00:00:00:b1', 'lab/02:00:00:00:01:01' }
        @{ To = 'Get-NetBridgeFdb'; From = 'NetForwarding'; Expected = 'lab/02:00:00:00:00:b1', 'lab/02:00:00:00:01:01' }
        @{ To = 'Get-NetBridgeFdb'; From = 'Masquerade'; Expected = 'lab/02:00:00:00:00:b1', 'lab/02:00:00:00:01:01' }
        @{ To = 'Get-NetBridgeFdb'; From = 'Port'; Expected = @('lab/02:00:00:00:01:01') }
        @{ To = 'Get-NetBridgeFdb'; From = 'VethPair'; Expected = @('lab/02:00:00:00:01:01') }
        @{ To = 'Get-NetBridgeFdb'; From = 'NetBridgeFdb'; Expected = @('lab/02:00:00:00:01:01') }
        @{ To = 'Get-NetBridgeFdb'; From = 'NetInterface'; Expected = @() }
        @{ To = 'Get-NetBridgeFdb'; From = 'NetNamespace'; Expected = @() }
        foreach ($from in 'NetBridge', 'Port', 'Masquerade', 'NetForwarding') { @{ To = 'Get-Masquerade'; From = $from; Expected = @('lab/192.168.88.0/24') } }
        @{ To = 'Get-Masquerade'; From = 'NetInterface'; Expected = @() }
    )

    # Changing: the rest of the command line, and what `ip`, `bridge` or `nft` says afterwards.
    $changeRows = @(
        foreach ($from in 'NetInterface', 'VethPair', 'NetIPAddress', 'NetRoute', 'NetNeighbor') {
            @{ To = 'Set-NetInterface'; From = $from; With = @{ Mtu = 1400 }; Ask = 'ip -n ns01 link show dev veth01'; Answer = '*mtu 1400*' }
            @{ To = 'New-NetIPAddress'; From = $from; With = @{ IPAddress = '10.1.0.1/24' }; Ask = 'ip -n ns01 address show dev veth01'; Answer = '*10.1.0.1/24*' }
            @{ To = 'New-NetRoute'; From = $from; With = @{ DestinationPrefix = '10.9.0.0/16'; NextHop = '192.168.88.1' }; Ask = 'ip -n ns01 route'; Answer = '*10.9.0.0/16 via 192.168.88.1 dev veth01*' }
            @{ To = 'New-NetNeighbor'; From = $from; With = @{ IPAddress = '192.168.88.9'; MacAddress = '02:00:00:00:00:09' }; Ask = 'ip -n ns01 neighbour'; Answer = '*192.168.88.9 dev veth01*' }
        }
        @{ To = 'Set-NetInterface'; From = 'NetBridge'; With = @{ Mtu = 1400 }; Ask = 'ip -n lab link show dev br01'; Answer = '*mtu 1400*' }
        @{ To = 'Set-NetInterface'; From = 'NetBridgeFdb'; With = @{ Mtu = 1400 }; Ask = 'ip -n lab link show dev br-veth01'; Answer = '*mtu 1400*' }
        @{ To = 'New-NetIPAddress'; From = 'NetBridge'; With = @{ IPAddress = '10.1.0.1/24' }; Ask = 'ip -n lab address show dev br01'; Answer = '*10.1.0.1/24*' }
        # A namespace stands for -Namespace.
        @{ To = 'Set-NetInterface'; From = 'NetNamespace'; With = @{ InterfaceAlias = 'veth01'; Mtu = 1400 }; Ask = 'ip -n ns01 link show dev veth01'; Answer = '*mtu 1400*' }
        @{ To = 'Set-NetBridge'; From = 'NetForwarding'; With = @{ Name = 'br01'; AgeingTimeSeconds = 100 }; Ask = 'ip -n lab -d link show dev br01'; Answer = '*ageing_time 10000 *' }
        @{ To = 'New-NetIPAddress'; From = 'NetNamespace'; With = @{ InterfaceAlias = 'veth01'; IPAddress = '10.1.0.1/24' }; Ask = 'ip -n ns01 address show dev veth01'; Answer = '*10.1.0.1/24*' }
        @{ To = 'New-NetRoute'; From = 'NetNamespace'; With = @{ DestinationPrefix = '10.9.0.0/16'; Type = 'Blackhole' }; Ask = 'ip -n ns01 route'; Answer = '*blackhole 10.9.0.0/16*' }
        @{ To = 'New-NetNeighbor'; From = 'NetNamespace'; With = @{ InterfaceAlias = 'veth01'; IPAddress = '192.168.88.9'; MacAddress = '02:00:00:00:00:09' }; Ask = 'ip -n ns01 neighbour'; Answer = '*192.168.88.9 dev veth01*' }
        @{ To = 'New-NetBridge'; From = 'NetNamespace'; With = @{ Name = 'br09' }; Ask = 'ip -n ns01 link show type bridge'; Answer = '*br09*' }
        @{ To = 'New-VethPair'; From = 'NetNamespace'; With = @{ Name = 'v9'; PeerName = 'w9'; PeerNamespace = 'lab' }; Ask = 'ip -n ns01 link show dev v9'; Answer = '*v9@*' }
        @{ To = 'Remove-NetIPAddress'; From = 'NetNamespace'; With = @{ IPAddress = '192.168.88.11' }; Ask = 'ip -n ns01 -4 address show'; Answer = '' }
        @{ To = 'Remove-NetRoute'; From = 'NetNamespace'; With = @{ DestinationPrefix = 'default' }; Ask = 'ip -n ns01 route show default'; Answer = '' }
        @{ To = 'Remove-NetNeighbor'; From = 'NetNamespace'; With = @{ IPAddress = '192.168.88.1' }; Ask = 'ip -n ns01 neighbour'; Answer = '' }
        @{ To = 'Remove-NetInterface'; From = 'NetNamespace'; With = @{ InterfaceAlias = 'veth01' }; Ask = 'ip -n ns01 link show type veth'; Answer = '' }
        @{ To = 'Remove-VethPair'; From = 'NetNamespace'; With = @{ Name = 'veth01' }; Ask = 'ip -n ns01 link show type veth'; Answer = '' }
        @{ To = 'Remove-NetBridge'; From = 'NetForwarding'; With = @{ Name = 'br01' }; Ask = 'ip -n lab link show type bridge'; Answer = '' }
        @{ To = 'Enable-Masquerade'; From = 'NetNamespace'; With = @{ Subnet = '10.5.0.0/16' }; Ask = 'ip netns exec ns01 nft list ruleset'; Answer = '*10.5.0.0/16*masquerade*' }
        @{ To = 'Enable-NetForwarding'; From = 'NetNamespace'; With = @{}; Ask = 'ip netns exec ns01 cat /proc/sys/net/ipv4/ip_forward'; Answer = '1' }
        # Each takes what it is about.
        @{ To = 'Set-NetBridge'; From = 'NetBridge'; With = @{ AgeingTimeSeconds = 100 }; Ask = 'ip -n lab -d link show dev br01'; Answer = '*ageing_time 10000 *' }
        @{ To = 'Remove-NetBridge'; From = 'NetBridge'; With = @{}; Ask = 'ip -n lab link show type bridge'; Answer = '' }
        @{ To = 'Remove-NetInterface'; From = 'NetInterface'; With = @{}; Ask = 'ip -n ns01 link show type veth'; Answer = '' }
        @{ To = 'Remove-NetInterface'; From = 'VethPair'; With = @{}; Ask = 'ip -n ns01 link show type veth'; Answer = '' }
        @{ To = 'Remove-NetInterface'; From = 'NetBridge'; With = @{}; Ask = 'ip -n lab link show type bridge'; Answer = '' }
        @{ To = 'Remove-VethPair'; From = 'VethPair'; With = @{}; Ask = 'ip -n lab link show type veth'; Answer = '' }
        @{ To = 'Remove-VethPair'; From = 'Port'; With = @{}; Ask = 'ip -n ns01 link show type veth'; Answer = '' }
        @{ To = 'Remove-NetIPAddress'; From = 'NetIPAddress'; With = @{}; Ask = 'ip -n ns01 -4 address show'; Answer = '' }
        @{ To = 'Remove-NetIPAddress'; From = 'NetInterface'; With = @{}; Ask = 'ip -n ns01 -4 address show'; Answer = '' }
        @{ To = 'Remove-NetIPAddress'; From = 'NetBridge'; With = @{}; Ask = 'ip -n lab -4 address show'; Answer = '' }
        @{ To = 'Remove-NetRoute'; From = 'NetRoute'; With = @{}; Ask = 'ip -n ns01 route show default'; Answer = '' }
        @{ To = 'Remove-NetRoute'; From = 'NetInterface'; With = @{ DestinationPrefix = 'default' }; Ask = 'ip -n ns01 route show default'; Answer = '' }
        @{ To = 'Remove-NetNeighbor'; From = 'NetNeighbor'; With = @{}; Ask = 'ip -n ns01 neighbour'; Answer = '' }
        @{ To = 'Remove-NetNeighbor'; From = 'NetInterface'; With = @{ IPAddress = '192.168.88.1' }; Ask = 'ip -n ns01 neighbour'; Answer = '' }
        @{ To = 'Remove-VethFromBridge'; From = 'VethPair'; With = @{}; Ask = 'ip -n lab link show master br01'; Answer = '' }
        @{ To = 'Remove-VethFromBridge'; From = 'Port'; With = @{}; Ask = 'ip -n lab link show master br01'; Answer = '' }
        foreach ($from in $inside) { @{ To = 'Remove-NetNamespace'; From = $from; With = @{}; Ask = 'ip netns list | cut -d" " -f1 | grep ns01'; Answer = '' } }
        @{ To = 'Disable-Masquerade'; From = 'NetBridge'; With = @{}; Ask = 'ip netns exec lab nft list ruleset'; Answer = '' }
        @{ To = 'Disable-Masquerade'; From = 'Masquerade'; With = @{}; Ask = 'ip netns exec lab nft list ruleset'; Answer = '' }
        # Of a second bridge nothing else is known yet, so it has to be made here; what is gone is made again from what was read of it.
        @{ To = 'Add-VethToBridge'; From = 'VethPair'; Before = 'ip -n lab link set br-veth01 nomaster'; With = @{ Bridge = 'br01'; Namespace = 'lab' }; Ask = 'ip -n lab link show master br01'; Answer = '*br-veth01*' }
        @{ To = 'Add-VethToBridge'; From = 'Port'; Before = 'ip -n lab link set br-veth01 nomaster'; With = @{ Bridge = 'br01'; Namespace = 'lab' }; Ask = 'ip -n lab link show master br01'; Answer = '*br-veth01*' }
        @{ To = 'New-NetIPAddress'; From = 'NetIPAddress'; Before = 'ip -n ns01 address delete 192.168.88.11/24 dev veth01'; With = @{}; Ask = 'ip -n ns01 -4 address show dev veth01'; Answer = '*192.168.88.11/24*' }
        @{ To = 'New-NetRoute'; From = 'NetRoute'; Before = 'ip -n ns01 route delete default'; With = @{}; Ask = 'ip -n ns01 route show default'; Answer = 'default via 192.168.88.1 dev veth01*' }
        @{ To = 'New-NetNeighbor'; From = 'NetNeighbor'; Before = 'ip -n ns01 neighbour delete 192.168.88.1 dev veth01'; With = @{}; Ask = 'ip -n ns01 neighbour'; Answer = '192.168.88.1 dev veth01 lladdr 02:00:00:00:00:b1*' }
        @{ To = 'New-NetBridge'; From = 'NetBridge'; Before = 'ip -n lab link delete br01'; With = @{}; Ask = 'ip -n lab address show dev br01'; Answer = '*02:00:00:00:00:b1*192.168.88.1/24*' }
        @{ To = 'New-VethPair'; From = 'VethPair'; Before = 'ip -n lab link delete br-veth01'; With = @{}; Ask = 'ip -n ns01 address show dev veth01; ip -n lab link show dev br-veth01'; Answer = '*192.168.88.11/24*br-veth01*' }
        @{ To = 'New-NetNamespace'; From = 'NetNamespace'; Before = 'ip netns delete ns01'; With = @{}; Ask = 'ip netns list | cut -d" " -f1 | grep ns01'; Answer = 'ns01' }
        @{ To = 'Enable-Masquerade'; From = 'Masquerade'; Before = 'ip netns exec lab nft delete table ip vethlab'; With = @{}; Ask = 'ip netns exec lab nft list ruleset'; Answer = '*192.168.88.0/24*masquerade*' }
        @{ To = 'Enable-Masquerade'; From = 'NetBridge'; Before = 'ip netns exec lab nft delete table ip vethlab'; With = @{}; Ask = 'ip netns exec lab nft list ruleset'; Answer = '*192.168.88.0/24*masquerade*' }
        @{ To = 'Enable-NetForwarding'; From = 'NetForwarding'; Before = 'ip netns exec lab nft delete table ip vethlab; ip netns exec lab sysctl -qw net/ipv4/ip_forward=0'; With = @{}; Ask = 'ip netns exec lab cat /proc/sys/net/ipv4/ip_forward'; Answer = '1' }
        @{ To = 'Disable-NetForwarding'; From = 'NetForwarding'; Before = 'ip netns exec lab nft delete table ip vethlab'; With = @{}; Ask = 'ip netns exec lab cat /proc/sys/net/ipv4/ip_forward'; Answer = '0' }
        @{ To = 'Enable-NetForwarding'; From = 'NetBridge'; With = @{}; Ask = 'ip netns exec lab nft list ruleset'; Answer = '*vethlab*' }
        # What does not change a thing says it.
        foreach ($from in $inside) { @{ To = 'Invoke-NetNamespace'; From = $from; With = @{ ScriptBlock = { Get-NetInterface veth* | ForEach-Object Name } }; Says = @('veth01') } }
        @{ To = 'Test-NetPing'; From = 'NetIPAddress'; With = @{ Namespace = 'lab' }; Says = @('192.168.88.11: reply*lab') }
        @{ To = 'Test-NetPing'; From = 'NetInterface'; With = @{ Namespace = 'lab' }; Says = @('192.168.88.11: reply*lab') }
        @{ To = 'Test-NetPing'; From = 'VethPair'; With = @{ Namespace = 'lab' }; Says = @('192.168.88.11: reply*lab') }
        @{ To = 'Test-NetPing'; From = 'NetRoute'; With = @{}; Says = @('192.168.88.1: reply*ns01') }
        @{ To = 'Test-NetPing'; From = 'NetNeighbor'; With = @{}; Says = @('192.168.88.1: reply*ns01') }
        @{ To = 'Test-NetPing'; From = 'PingResult'; With = @{ TimeoutSeconds = 0.05 }; Says = @('192.168.88.77: no answer*lab') }
        @{ To = 'Test-NetPing'; From = 'NetNamespace'; With = @{ Destination = '192.168.88.1' }; Says = @('192.168.88.1: reply*ns01') }
        foreach ($from in 'NetIPAddress', 'NetInterface', 'VethPair') { @{ To = 'Test-NetPath'; From = $from; With = @{ Namespace = 'lab' }; Says = @('192.168.88.11: The path works. lab') } }
        foreach ($from in 'NetRoute', 'NetNeighbor') { @{ To = 'Test-NetPath'; From = $from; With = @{}; Says = @('192.168.88.1: The path works. ns01') } }
        foreach ($from in 'PingResult', 'NetPathVerdict') { @{ To = 'Test-NetPath'; From = $from; With = @{ TimeoutSeconds = 0.05 }; Says = @('192.168.88.77: * lab') } }
        @{ To = 'Test-NetPath'; From = 'NetNamespace'; With = @{ Destination = '192.168.88.1' }; Says = @('192.168.88.1: The path works. ns01') }
        foreach ($from in 'NetInterface', 'VethPair', 'NetIPAddress') { @{ To = 'Watch-NetPacket'; From = $from; With = @{ Protocol = 'ICMP'; Count = 1; While = { $null = Test-NetPing 192.168.88.1 -Namespace ns01 } }; Says = @('*ICMP echo request*') } }
    )
    $forms = 'object', 'JSON', 'CSV'
    $reads = foreach ($row in $readRows) { foreach ($form in $forms) { $row + @{ Form = $form } } }
    # CSV where a cmdlet takes its own kind of object, or makes again what is gone: a network is made for each of these.
    $changes = foreach ($row in $changeRows) { foreach ($form in $forms | Where-Object { $_ -ne 'CSV' -or $row.Before -or $row.To -like "*-$($row.From)" }) { @{ To = $row.To; From = $row.From; With = $row.With; Before = $row.Before; Ask = $row.Ask; Answer = $row.Answer; Says = $row.Says; Form = $form } } }
    $labs = @('Get-VethLab', 'Test-VethLab', 'Remove-VethLab', 'New-VethLab', 'Show-VethLab', 'Export-VethLab', 'Get-VethLabBaseline', 'Compare-VethLabBaseline')        # in a block of their own
    $whole = @('Group-NetPacket')       # takes packets as they are: what JSON and CSV keep of one is no packet any more
    # In files of their own, with what they capture, list and publish.
    $live = @('Start-NetCapture', 'Get-NetCapture', 'Receive-NetCapture', 'Stop-NetCapture', 'Import-NetCapture', 'Export-NetCapture', 'Get-NetConnection', 'Remove-NetConnection', 'New-NetPortMapping', 'Get-NetPortMapping', 'Remove-NetPortMapping')
    $covered = @(@{ Covered = @(($readRows + $changeRows).To | Sort-Object -Unique) + $labs + $whole + $live })
}

BeforeAll {
    . $PSScriptRoot/shared/PipelineNetwork.ps1
    function ConvertTo-Form($Object, [string] $Form) {
        switch ($Form) {
            object { $Object }
            JSON { ConvertTo-Json $Object -Depth 5 | ConvertFrom-Json }
            CSV { $Object | ConvertTo-Csv | ConvertFrom-Csv }
        }
    }
    function Get-Place($Object) { "$($Object.PSObject.Properties['Namespace'].Value)/$($Object.Name)" }
}

Describe 'Every cmdlet' -ForEach $covered {
    It 'is in one of the tables' {
        Get-Command -Module VethLab | ForEach-Object Name | Where-Object { $_ -notin $Covered } | Should -BeNullOrEmpty
    }
}

Describe 'Pipelines that read' {
    BeforeAll { New-PipelineNetwork }
    AfterAll { Remove-PipelineNetwork }

    It '<From> (<Form>) | <To>' -ForEach $reads {
        $with = if ($To -in 'Get-NetIPAddress', 'Get-NetRoute', 'Get-NetNeighbor') { @{ AddressFamily = 'IPv4' } } else { @{} }
        $found = @(Get-Piped $From $Form | & $To @with -ErrorAction Stop)
        $names = if ($To -eq 'Get-NetNamespace') { $found | ForEach-Object { "/$($_.Name)" } } else { $found | ForEach-Object { Get-Place $_ } }
        @($names | Sort-Object) | Should -Be @($Expected | Sort-Object)
    }

    It 'many at a time, of several kinds' {
        $found = 'NetNamespace', 'NetBridge', 'VethPair' | ForEach-Object { & $producers[$_] } | Get-NetInterface
        $found | ForEach-Object { Get-Place $_ } | Should -Be 'ns01/lo', 'ns01/veth01', 'lab/br01', 'ns01/veth01', 'lab/br-veth01'
    }

    It 'goes on in a chain' {
        Get-NetNamespace lab | Get-NetBridge | Get-VethPair | Get-NetIPAddress -AddressFamily IPv4 | ForEach-Object { Get-Place $_ } | Should -Be ns01/192.168.88.11/24
    }

    It 'refuses what has to do with nothing' {
        Assert-Refused { Get-Date | Get-NetInterface } InvalidValue InvalidArgument
        Assert-Refused { [pscustomobject]@{ Colour = 'red' } | Get-NetBridge } InvalidValue InvalidArgument
        Assert-Refused { Get-Date | Get-NetNamespace } InvalidValue InvalidArgument
        Assert-Refused { Get-Date | Get-NetForwarding } InvalidValue InvalidArgument
    }

    It 'says that a bridge is meant where another interface is piped' {
        Assert-Refused { Get-NetInterface br-veth01 -Namespace lab | Remove-NetBridge } NotABridge InvalidType br-veth01
        Assert-Refused { Get-NetInterface br-veth01 -Namespace lab | Set-NetBridge -Stp $true } NotABridge InvalidType br-veth01
        Assert-Refused { Get-NetBridge br01 -Namespace lab | Remove-VethPair } NotAVeth InvalidType br01
    }
}

Describe 'Pipelines of labs, from an object and its <Form>' -ForEach @(@{ Form = 'object' }, @{ Form = 'JSON' }, @{ Form = 'CSV' }) {
    BeforeAll { $lab = New-VethLab piped -Subnet 10.61.0.0/24 -NamespacePrefix piped- }
    AfterAll { Remove-PipelineNetwork }

    It 'reads it again' { (ConvertTo-Form $lab $Form | Get-VethLab -ErrorAction Stop).Namespaces | Should -Be piped-01, piped-02 }

    It 'draws it' {
        ConvertTo-Form $lab $Form | Show-VethLab -ErrorAction Stop | Should -Match '(?s)piped-01.*piped-02'
        ConvertTo-Form $lab $Form | Export-VethLab -As Text -ErrorAction Stop | Should -Match '(?s)piped-01.*piped-02'
    }

    It 'takes a baseline of where its things live, and looks again' {
        $before = ConvertTo-Form $lab.Links[0] $Form | Get-VethLabBaseline -Kind Namespace, Link, Address -ErrorAction Stop
        "$($before.Namespaces)" | Should -Be $lab.Links[0].Namespace
        if ($Form -ne 'CSV') { ConvertTo-Form $before $Form | Compare-VethLabBaseline -Quiet -ErrorAction Stop | Should -BeTrue }     # a list in a list is nothing for CSV
    }

    It 'tests it' { ConvertTo-Form $lab $Form | Test-VethLab -Quiet -ErrorAction Stop | Should -BeTrue }

    It 'removes it' {
        ConvertTo-Form $lab $Form | Remove-VethLab -ErrorAction Stop
        Get-NamespaceNames | Where-Object { $_ -like 'piped*' } | Should -BeNullOrEmpty
    }
}

Describe 'Pipelines that make a lab, from a description and its <Form>' -ForEach @(@{ Form = 'object' }, @{ Form = 'JSON' }) {
    AfterAll { Remove-PipelineNetwork }

    It 'makes it' {
        $description = [pscustomobject]@{ name = 'piped2'; namespaces = 'piped-a' }
        (ConvertTo-Form $description $Form | New-VethLab -ErrorAction Stop).Namespaces | Should -Be piped-a
        Get-NamespaceNames | Should -Contain piped-a
    }
}

Describe 'Pipelines that change' {
    BeforeEach { New-PipelineNetwork }
    AfterEach { Remove-PipelineNetwork }

    It '<From> (<Form>) | <To> <With.Keys>' -ForEach $changes {
        $object = @(Get-Piped $From $Form)
        if ($Before) { sh -c $Before }
        if ($To -in 'Test-NetPing', 'Test-NetPath', 'Watch-NetPacket') { Wait-Until { (Get-NetInterface br-veth01 -Namespace lab).PortState -eq 'Forwarding' -and (Get-IPLink lab br01).operstate -eq 'UP' } 20 | Should -BeTrue }
        $said = @($object | & $To @With -ErrorAction Stop 3> $null)
        if ($null -ne $Says) {
            $texts = @($said | ForEach-Object { if ($_.PSTypeNames[0] -match 'PingResult|NetPathVerdict') { "$_ $($_.Namespace)" } else { "$_" } })
            $texts | Should -HaveCount @($Says).Count
            for ($i = 0; $i -lt $texts.Count; $i++) { $texts[$i] | Should -BeLike $Says[$i] }
            return
        }
        # An interface that goes takes its peer along a moment later.
        $null = Wait-Until { ((sh -c $Ask) -join "`n") -like $Answer } 2
        (sh -c $Ask) -join "`n" | Should -BeLike $Answer
    }

    It 'takes rows of a table of the user''s own: <Title>' -ForEach @(
        @{ Title = 'ports'; Csv = "Name,Bridge,Namespace`nbr-veth01,br01,lab"; Run = { $input | Remove-VethFromBridge -PassThru | Add-VethToBridge br01 }; Ask = 'ip -n lab link show master br01'; Answer = '*br-veth01*' }
        @{ Title = 'ports and their bridge'; Csv = "Name,Bridge,Namespace`nbr-veth01,br01,lab"; Run = { $rows = @($input); $rows | Remove-VethFromBridge; $rows | Add-VethToBridge }; Ask = 'ip -n lab link show master br01'; Answer = '*br-veth01*' }
        @{ Title = 'addresses'; Csv = "IPAddress,PrefixLength,InterfaceAlias,Namespace`n10.1.0.1,24,veth01,ns01`n10.2.0.1,24,veth01,ns01"; Run = { $rows = @($input); $null = $rows | New-NetIPAddress; $rows[0] | Remove-NetIPAddress }; Ask = 'ip -n ns01 -o -4 address | grep " 10\."'; Answer = '*10.2.0.1/24*' }
        @{ Title = 'routes'; Csv = "DestinationPrefix,NextHop,RouteMetric,Namespace`n10.9.0.0/16,192.168.88.1,5,ns01`n10.9.0.0/16,192.168.88.1,6,ns01"; Run = { $rows = @($input); $null = $rows | New-NetRoute; $rows[0] | Remove-NetRoute }; Ask = 'ip -n ns01 route show 10.9.0.0/16'; Answer = '*metric 6*' }
        @{ Title = 'masquerades of bridges'; Csv = "Bridge,Namespace`nbr01,lab"; Run = { $rows = @($input); $rows | Disable-Masquerade; $rows | Enable-Masquerade }; Ask = 'ip netns exec lab nft list ruleset'; Answer = '*192.168.88.0/24*masquerade*"masquerade br01"*' }
        @{ Title = 'namespaces and bridges that pass packets on'; Csv = "Namespace,Bridge`nlab,br01"; Run = { $rows = @($input); $rows | Select-Object Namespace | Enable-NetForwarding; $rows | Enable-NetForwarding; $rows | Disable-NetForwarding }; Ask = 'ip netns exec lab nft list ruleset'; Answer = '*holds forwarding"*' }
        @{ Title = 'pairs, with cells left empty'; Csv = "Name,PeerName,Namespace,PeerNamespace,IPAddress,Gateway,Mtu`nv1,w1,lab,ns01,10.3.0.2/24,10.3.0.1,`nv2,w2,lab,ns01,,,1400"; Run = { $null = $input | New-VethPair }; Ask = 'ip -n lab route show default; ip -n lab link show dev v2'; Answer = 'default via 10.3.0.1 dev v1*v2@*mtu 1400*' }
        @{ Title = 'bridges, with cells left empty'; Csv = "Name,Namespace,IPAddress,MacAddress,Mtu,Stp`nbr08,lab,10.8.0.1/24,,,`nbr09,lab,,02:00:00:00:00:b9,1400,True"; Run = { $null = $input | New-NetBridge }; Ask = 'ip -n lab -o address show dev br08; ip -n lab -d link show dev br09'; Answer = '*10.8.0.1/24*mtu 1400*02:00:00:00:00:b9*stp_state 1*' }
    ) {
        $table = $Csv | ConvertFrom-Csv
        Get-ErrorsOf { $table | & $Run 3> $null } | Should -BeNullOrEmpty
        (sh -c $Ask) -join "`n" | Should -BeLike $Answer
    }

    It 'an empty cell for the namespace is here' {
        Invoke-NetNamespace ns01 { "InterfaceAlias,Namespace`nveth01," | ConvertFrom-Csv | Set-NetInterface -Mtu 1400 }
        (Get-IPLink ns01 veth01).mtu | Should -Be 1400
        Invoke-NetNamespace ns01 { $null = "Name,Namespace`nbr09," | ConvertFrom-Csv | New-NetBridge }
        (Get-IPLink ns01 br09).ifname | Should -Be br09
        { New-NetBridge br10 -Namespace '' -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidName,*' -Because 'what is typed is meant'
        @(ip link show type bridge) -like '*br10*' | Should -BeNullOrEmpty
    }

    It 'both ends of a pair, or the pair from both sides, are removed with it' {
        ip -n lab link add e1 type veth peer name e2
        Get-NetInterface e1, e2 -Namespace lab | Remove-NetInterface -ErrorAction Stop
        ip -n lab link add e1 type veth peer name e2
        'e1', 'e2' | Remove-VethPair -Namespace lab -ErrorAction Stop
        Get-VethPair -Namespace lab, ns01 | Remove-VethPair -ErrorAction Stop
        (Get-IPLink lab).ifname + (Get-IPLink ns01).ifname | Should -Be lo, br01, lo
    }

    It 'a namespace that several objects live in is removed once' {
        Get-NetInterface -Namespace ns01 | Remove-NetNamespace -ErrorAction Stop 3>&1 | Should -BeNullOrEmpty -Because 'nothing holds it'
        Get-NamespaceNames | Should -Not -Contain ns01
    }

    It 'an object keeps its namespace where it has no name' {
        $start = [System.Diagnostics.ProcessStartInfo]::new('ip')
        foreach ($word in 'netns', 'exec', 'ns01', 'sh', '-c', 'echo ready; read end') { $start.ArgumentList.Add($word) }
        $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
        $holder = [System.Diagnostics.Process]::Start($start)
        try {
            $holder.StandardOutput.ReadLine() | Should -Be ready
            ip netns delete ns01
            $space = Get-NetNamespace -ProcessId $holder.Id
            Get-NetIPAddress 192.168.88.11 -Namespace $space | New-NetRoute 10.9.0.0/16 192.168.88.1 -ErrorAction Stop
            nsenter "--net=/proc/$($holder.Id)/ns/net" ip route show 10.9.0.0/16 | Should -BeLike '10.9.0.0/16 via 192.168.88.1 dev veth01*'
        }
        finally { $holder.StandardInput.Close(); $holder.WaitForExit() }
    }

    It 'an address is copied elsewhere where -Namespace says so' {
        ip netns add copy
        ip -n copy link add veth01 type bridge
        Get-NetIPAddress 192.168.88.11 -Namespace ns01 | New-NetIPAddress -Namespace copy -ErrorAction Stop
        Get-IPAddressText copy veth01 | Should -Be 192.168.88.11/24
    }
}
