# Tab completion offers what is in the kernel at the moment, in the namespace that the command line names so far.
BeforeAll {
    if (-not (Get-Module VethLab)) { Import-Module "$PSScriptRoot/../../VethLab.psd1" }

    # What TAB at the end of a line offers, as it would be inserted.
    function Get-Offers([string] $Line) {
        @((TabExpansion2 $Line $Line.Length).CompletionMatches | ForEach-Object { $_.CompletionText })
    }
    # The values of a parameter among the offers: without values an engine offers files of the current folder.
    function Get-Values([string] $Line) {
        @((TabExpansion2 $Line $Line.Length).CompletionMatches | Where-Object { "$($_.ResultType)" -eq 'ParameterValue' } | ForEach-Object { $_.CompletionText })
    }
}

Describe 'Tab completion' {
    BeforeAll {
        foreach ($name in 'tab-lab', 'tab ns', "tab'q") { ip netns add $name }
        ip -n tab-lab link add tabbr1 address 02:00:00:00:00:b1 type bridge
        ip -n tab-lab link add tabbr2 type bridge
        ip -n tab-lab link add tabveth1 type veth peer name 'tab&veth'
        ip -n tab-lab link set tabveth1 master tabbr1
        foreach ($name in 'tabbr1', 'tabveth1', 'tab&veth') { ip -n tab-lab link set $name up addrgenmode none }
        ip -n tab-lab address add 192.168.88.1/24 dev tabbr1
        ip -n tab-lab address add fd88::1/64 nodad dev tabbr1
        ip -n tab-lab route add 10.99.0.0/16 via 192.168.88.254 proto static
        ip -n tab-lab neighbour add 192.168.88.77 lladdr 02:00:00:00:00:77 dev tabbr1
        Enable-Masquerade -Subnet 10.98.0.0/16 -Namespace tab-lab 3> $null
        $null = New-NetPortMapping 8080 -DestinationAddress 192.168.88.77 -Namespace tab-lab 3> $null
    }
    AfterAll { foreach ($name in 'tab-lab', 'tab ns', "tab'q") { ip netns delete $name } }

    It 'offers namespaces for <Line>, quoted where needed' -ForEach @(
        @{ Line = 'Remove-NetNamespace tab' }
        @{ Line = 'Get-NetNamespace tab' }
        @{ Line = 'Get-NetInterface -Namespace tab' }
        @{ Line = 'New-VethPair a b -PeerNamespace tab' }
        @{ Line = 'Set-NetInterface a -TargetNamespace tab' }
        @{ Line = 'Invoke-NetNamespace tab' }
        @{ Line = 'Test-NetPing 10.0.0.1 -Namespace tab' }
        @{ Line = 'Test-NetPath 10.0.0.1 -Namespace tab' }
        @{ Line = 'Get-NetForwarding tab' }
    ) {
        Get-Offers $Line | Sort-Object | Should -Be (@("'tab ns'", "'tab''q'", 'tab-lab') | Sort-Object)
    }

    It 'goes on from a quote: <Line>' -ForEach @(@{ Line = "Remove-NetNamespace 'tab n" }, @{ Line = 'Remove-NetNamespace "tab n' }) {
        Get-Offers $Line | Should -Be "'tab ns'"
    }

    It 'inserts what the parser reads back as the name' {
        foreach ($offer in Get-Offers 'Get-NetNamespace tab') {
            (Invoke-Expression "Get-NetNamespace $offer").Name | Should -BeIn 'tab-lab', 'tab ns', "tab'q"
        }
    }

    It 'offers interfaces of the namespace for <Line>' -ForEach @(
        @{ Line = 'Get-NetInterface -Namespace tab-lab tab'; Expected = "'tab&veth'", 'tabbr1', 'tabbr2', 'tabveth1' }
        @{ Line = 'Set-NetInterface -Namespace tab-lab -InterfaceAlias tabv'; Expected = @('tabveth1') }
        @{ Line = 'Remove-NetInterface -Namespace tab-lab tab'; Expected = "'tab&veth'", 'tabbr1', 'tabbr2', 'tabveth1' }
        @{ Line = 'New-NetIPAddress 10.0.0.1/24 -Namespace tab-lab -InterfaceAlias tabb'; Expected = 'tabbr1', 'tabbr2' }
        @{ Line = 'Get-NetIPAddress -Namespace tab-lab -InterfaceAlias tabb'; Expected = 'tabbr1', 'tabbr2' }
        @{ Line = 'Remove-NetRoute default -Namespace tab-lab -InterfaceAlias tabv'; Expected = @('tabveth1') }
        @{ Line = 'Watch-NetPacket -Namespace tab-lab tabv'; Expected = @('tabveth1') }
        @{ Line = 'New-NetNeighbor 10.0.0.1 02:00:00:00:00:01 -Namespace tab-lab -InterfaceAlias tabv'; Expected = @('tabveth1') }
    ) {
        Get-Offers $Line | Sort-Object | Should -Be ($Expected | Sort-Object)
    }

    It 'offers only bridges for <Line>' -ForEach @(
        @{ Line = 'Get-NetBridge -Namespace tab-lab tab' }
        @{ Line = 'Remove-NetBridge -Namespace tab-lab tab' }
        @{ Line = 'Set-NetBridge -Namespace tab-lab -Name tab' }
        @{ Line = 'Get-NetBridgeFdb -Namespace tab-lab tab' }
        @{ Line = 'Add-VethToBridge -Namespace tab-lab -Bridge tab' }
        @{ Line = 'Enable-Masquerade -Namespace tab-lab tab' }
        @{ Line = 'Enable-NetForwarding -Namespace tab-lab tab' }
    ) {
        Get-Offers $Line | Sort-Object | Should -Be tabbr1, tabbr2
    }

    It 'offers only veth ends, and only ports, where they are meant' {
        Get-Offers 'Get-VethPair -Namespace tab-lab tab' | Sort-Object | Should -Be (@("'tab&veth'", 'tabveth1') | Sort-Object)
        Get-Offers 'Remove-VethPair -Namespace tab-lab tab' | Sort-Object | Should -Be (@("'tab&veth'", 'tabveth1') | Sort-Object)
        Get-Offers 'Remove-VethFromBridge -Namespace tab-lab tab' | Should -Be tabveth1
    }

    It 'offers <Line>' -ForEach @(
        @{ Line = 'Get-NetIPAddress -Namespace tab-lab 192'; Expected = @('192.168.88.1/24') }
        @{ Line = 'Remove-NetIPAddress -Namespace tab-lab fd8'; Expected = @('fd88::1/64') }
        @{ Line = 'Get-NetRoute -Namespace tab-lab 10'; Expected = @('10.99.0.0/16') }
        @{ Line = 'Remove-NetRoute -Namespace tab-lab 10'; Expected = @('10.99.0.0/16') }
        @{ Line = 'Get-NetNeighbor -Namespace tab-lab 192'; Expected = @('192.168.88.77') }
        @{ Line = 'Remove-NetNeighbor -Namespace tab-lab 192'; Expected = @('192.168.88.77') }
        @{ Line = 'Get-Masquerade -Namespace tab-lab 10'; Expected = @('10.98.0.0/16') }
        @{ Line = 'Get-NetPortMapping -Namespace tab-lab 8'; Expected = @('8080') }
        @{ Line = 'Remove-NetPortMapping -Namespace tab-lab 8'; Expected = @('8080') }
        @{ Line = 'Disable-Masquerade -Namespace tab-lab -Subnet 10'; Expected = @('10.98.0.0/16') }
    ) {
        Get-Offers $Line | Should -Be $Expected
    }

    It 'offers for <Line>' -ForEach @(
        @{ Line = 'Get-NetInterface -Namespace tab-lab -Kind '; Expected = 'bridge', 'loopback', 'veth' }
        @{ Line = 'Get-NetInterface -Namespace tab-lab -Kind b'; Expected = @('bridge') }
        @{ Line = 'Get-NetInterface -Namespace tab-lab -Bridge tab'; Expected = 'tabbr1', 'tabbr2' }
        @{ Line = 'Get-VethPair -Namespace tab-lab -Bridge tabbr1'; Expected = @('tabbr1') }
        @{ Line = 'Get-NetBridgeFdb -Namespace tab-lab -InterfaceAlias tab'; Expected = @('tabveth1') }
        @{ Line = 'Get-NetBridgeFdb -Namespace tab-lab -MacAddress 02:00:00:00:00:b'; Expected = @('02:00:00:00:00:b1') }
        @{ Line = 'Get-NetNeighbor -Namespace tab-lab -MacAddress 02'; Expected = @('02:00:00:00:00:77') }
        @{ Line = 'Get-NetRoute -Namespace tab-lab -NextHop '; Expected = @('192.168.88.254') }
        @{ Line = 'Remove-NetRoute 10.99.0.0/16 -Namespace tab-lab -NextHop '; Expected = @('192.168.88.254') }
        @{ Line = 'Get-NetRoute -Namespace tab-lab -Table '; Expected = 'all', 'local', 'main' }
        @{ Line = 'New-NetRoute 10.0.0.0/8 -Namespace tab-lab -Table '; Expected = 'local', 'main' }
        @{ Line = 'Get-NetRoute -Namespace tab-lab -Protocol st'; Expected = @('Static') }
        @{ Line = 'Get-NetRoute -Type bl'; Expected = @('Blackhole') }
        @{ Line = 'Get-NetIPAddress -AddressFamily '; Expected = 'IPv4', 'IPv6' }
        @{ Line = 'Get-NetIPAddress -AddressState '; Expected = 'Deprecated', 'Duplicate', 'Preferred', 'Tentative' }
        @{ Line = 'Get-NetNeighbor -State perm'; Expected = @('Permanent') }
        @{ Line = 'Enable-Masquerade -Namespace tab-lab -Subnet '; Expected = '192.168.88.0/24', 'fd88::/64' }
        @{ Line = 'New-NetRoute 10.0.0.0/8 -Namespace tab-lab -Source 192'; Expected = @('192.168.88.1') }
        @{ Line = 'New-NetRoute 10.0.0.0/8 -Namespace tab-lab -NextHop 192'; Expected = @('192.168.88.77') }
        @{ Line = 'Test-NetPing -Namespace tab-lab 192.168.88'; Expected = @('192.168.88.1') }
        @{ Line = 'Test-NetPath -Namespace tab-lab 192.168.88'; Expected = @('192.168.88.1') }
        @{ Line = 'Test-NetPath 10.0.0.1 -Namespace tab-lab -Source 192'; Expected = @('192.168.88.1') }
        @{ Line = 'Test-NetPath 10.0.0.1 -Protocol '; Expected = 'Icmp', 'Tcp', 'Udp' }
        @{ Line = 'Watch-NetPacket lo -Protocol i'; Expected = 'ICMP', 'ICMPv6', 'IGMP', 'IPIP', 'IPv4', 'IPv6', 'IPv6-in-IP' }
    ) {
        Get-Values $Line | Sort-Object | Should -Be ($Expected | Sort-Object)
    }

    It 'offers indexes and processes by number, and says what they are' {
        $line = 'Get-NetInterface -Namespace tab-lab -InterfaceIndex '
        $offers = (TabExpansion2 $line $line.Length).CompletionMatches
        $offers.CompletionText | Should -Be (ip -n tab-lab -j link | ConvertFrom-Json | ForEach-Object { $_.ifindex })
        ($offers | Where-Object ToolTip -Like '* tabbr1 *') | Should -HaveCount 1
        Get-Values "Get-NetNamespace -ProcessId $PID" | Should -Contain "$PID"
    }

    It 'offers namespaces without a name by a process in them, but not where a name is needed' {
        $start = [System.Diagnostics.ProcessStartInfo]::new('unshare')
        foreach ($word in '--net', 'sh', '-c', 'echo ready; read end') { $start.ArgumentList.Add($word) }
        $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
        $process = [System.Diagnostics.Process]::Start($start)
        try {
            $process.StandardOutput.ReadLine() | Should -Be ready
            Get-Offers "Get-NetInterface -Namespace pid:$($process.Id)" | Should -Contain "pid:$($process.Id)"
            Get-Offers "Set-NetInterface a -TargetNamespace pid:$($process.Id)" | Should -Contain "pid:$($process.Id)"
            Get-Values "Get-NetInterface -Namespace pid:$($process.Id) -Name " | Should -Be lo
            Get-Values 'Remove-NetNamespace pid:' | Should -BeNullOrEmpty
        }
        finally { $process.StandardInput.Close(); $process.WaitForExit() }
    }

    Context 'where -Namespace is no plain word' {
        It '<Line>' -ForEach @(
            @{ Line = 'Get-NetBridge -Namespace $space tab' }
            @{ Line = 'Get-NetBridge -Namespace $bridge tab' }
            @{ Line = 'Get-NetBridge -Namespace "tab-lab" tab' }
            @{ Line = 'Get-NetBridge -Namespace:tab-lab tab' }
            @{ Line = 'Get-NetBridge -Namespace tab-l* tab' }
            @{ Line = 'Get-NetBridge -Namespace nowhere, tab-lab tab' }
            @{ Line = 'Get-NetBridge -Namespace (Get-NetNamespace tab-lab) tab' }
            @{ Line = 'VethLab\Get-NetBridge -Namespace tab-lab tab' }
            @{ Line = 'Get-NetBridge lo; Get-NetBridge -Namespace tab-lab tab' }
            @{ Line = 'Remove-VethFromBridge x $bridge -Namespace tab-lab; Get-NetBridge -Namespace tab-lab tab' }
            @{ Line = 'Get-NetBridge -Namespace tab-lab -Name nope, tab' }
        ) {
            $global:space = Get-NetNamespace tab-lab
            $global:bridge = Get-NetBridge tabbr1 -Namespace tab-lab
            try { Get-Values $Line | Sort-Object | Should -Be tabbr1, tabbr2 }
            finally { Remove-Variable space, bridge -Scope Global }
        }

        It 'an object in another argument says where to look' {
            $global:bridge = Get-NetBridge tabbr1 -Namespace tab-lab
            try { Get-Values 'Add-VethToBridge $bridge tabv' | Should -Be tabveth1 }
            finally { Remove-Variable bridge -Scope Global }
        }

        It 'before the end of the line' {
            $line = 'Get-NetBridge tab -Namespace tab-lab'
            (TabExpansion2 $line 17).CompletionMatches.CompletionText | Sort-Object | Should -Be tabbr1, tabbr2
        }
    }

    Context 'names that need care' {
        BeforeAll {
            $odd = 'x$y', 'a`b', "it's", '(p)', 'q;r', '"dq"', 'a{b}', '@at', '#h', '-dash', '[br]', 'x*', '12', '1e3', 'é'
            ip netns add tab-odd
            foreach ($name in $odd) { ip -n tab-odd link add $name type bridge }
        }
        AfterAll { ip netns delete tab-odd }

        It 'are read back by <Cmdlet> as they are, and only they' -ForEach @(@{ Cmdlet = 'Get-NetInterface' }, @{ Cmdlet = 'Get-NetBridge' }, @{ Cmdlet = 'Set-NetInterface -PassThru' }) {
            $line = "$Cmdlet -Namespace tab-odd "
            $offers = (TabExpansion2 $line $line.Length).CompletionMatches | Where-Object ListItemText -NE lo
            $offers.ListItemText | Sort-Object | Should -Be ($odd | Sort-Object)
            foreach ($offer in $offers) { (Invoke-Expression "$line $($offer.CompletionText)").Name | Should -BeExactly $offer.ListItemText }
        }

        It 'go on from what was begun: <Word>' -ForEach @(
            @{ Word = 'x`$'; Name = 'x$y' }, @{ Word = "'x`$"; Name = 'x$y' }, @{ Word = '"x`$'; Name = 'x$y' }, @{ Word = "'it''"; Name = "it's" }
            @{ Word = "'(p"; Name = '(p)' }, @{ Word = "'[b"; Name = '[br]' }, @{ Word = "'a``"; Name = 'a`b' }, @{ Word = '1e'; Name = '1e3' }
        ) {
            $line = "Set-NetInterface -Namespace tab-odd -InterfaceAlias $Word"
            (TabExpansion2 $line $line.Length).CompletionMatches.ListItemText | Should -Be $Name
        }
    }

    It 'takes no longer than a moment with hundreds of namespaces' {
        foreach ($i in 1..200) { ip netns add tabmany$i }
        try {
            $clock = [System.Diagnostics.Stopwatch]::StartNew()
            Get-Values 'Get-NetInterface -Namespace tabmany* ' | Should -Be lo
            $clock.Elapsed.TotalSeconds | Should -BeLessThan 5 -Because 'it gives up after a second of reading'
            @(Get-Values 'Get-NetInterface -Namespace tabmany') | Should -HaveCount 200
        }
        finally { Get-NetNamespace tabmany* | Remove-NetNamespace }
    }

    It 'knows at once what was made a moment ago' {
        ip -n tab-lab link add tabnew type bridge
        try { Get-Offers 'Get-NetBridge -Namespace tab-lab tabn' | Should -Be tabnew }
        finally { ip -n tab-lab link delete tabnew }
        Get-Values 'Get-NetBridge -Namespace tab-lab tabn' | Should -BeNullOrEmpty
    }

    It 'looks here where no namespace is named' {
        Invoke-NetNamespace tab-lab { Get-Offers 'Get-NetBridge tab' } | Sort-Object | Should -Be tabbr1, tabbr2
        Get-Values 'Get-NetBridge tabbr' | Should -BeNullOrEmpty
    }

    It 'says beside an offer what it is' {
        $line = 'Get-NetInterface -Namespace tab-lab tabbr1'
        (TabExpansion2 $line $line.Length).CompletionMatches[0].ToolTip | Should -BeLike 'bridge tabbr1 *192.168.88.1/24*'
    }

    It 'offers nothing, and no error, for <Line>' -ForEach @(
        @{ Line = 'Get-NetInterface -Namespace nowhere tab' }
        @{ Line = 'Get-NetBridge -Namespace nowhere ' }
        @{ Line = 'Get-NetIPAddress -Namespace nowhere 10' }
        @{ Line = 'Get-NetRoute -Namespace a/b 10' }
        @{ Line = 'Get-NetNeighbor -Namespace '''' 10' }
        @{ Line = 'Get-Masquerade -Namespace nowhere ' }
        @{ Line = 'Get-NetInterface -Namespace tab-lab zzz' }
        @{ Line = 'Get-NetInterface -Namespace tab-lab [' }
        @{ Line = 'Get-NetInterface -Namespace pid:2147483646 ' }
        @{ Line = 'Get-NetInterface -Namespace [x ' }
        @{ Line = 'Get-NetInterface -Namespace $nothing, 7 zzz' }
        @{ Line = 'Get-NetRoute -Namespace tab-lab -Table zzz' }
    ) {
        $Error.Clear()
        Get-Values $Line | Should -BeNullOrEmpty
        $Error | Should -BeNullOrEmpty
    }
}

Describe 'Every parameter' {
    BeforeDiscovery {
        # What is new, or a plain value that nothing in the kernel has to do with.
        $free = @{
            'New-NetNamespace' = 'Name', 'DnsSearch'; 'New-NetBridge' = 'Name', 'IPAddress', 'MacAddress'; 'New-VethPair' = 'Name', 'PeerName', 'IPAddress', 'PeerIPAddress', 'MacAddress', 'PeerMacAddress'
            'New-NetIPAddress' = @('IPAddress'); 'New-NetPortMapping' = 'Port', 'DestinationPort'; 'New-NetNeighbor' = 'IPAddress', 'MacAddress'; 'New-NetRoute' = 'DestinationPrefix', 'RouteMetric'
            'Set-NetInterface' = 'MacAddress', 'NewName', 'Alias'; 'Set-NetBridge' = @('MacAddress'); 'Invoke-NetNamespace' = 'FilePath', 'ArgumentList', 'InputObject'
            'Get-NetRoute' = @('RouteMetric'); 'Remove-NetRoute' = @('RouteMetric'); 'New-VethLab' = 'Name', 'Subnet', 'NamespacePrefix', 'Path'; 'Export-VethLab' = @('Path'); 'Show-VethLab' = @('Width'); 'Test-NetPath' = @('Port'); 'Compare-VethLabBaseline' = 'ReferenceObject', 'DifferenceObject'
        }
        foreach ($command in 'Watch-NetPacket', 'Start-NetCapture', 'Import-NetCapture', 'Export-NetCapture') { $free[$command] = 'Port', 'MacAddress', 'EtherType', 'VlanId', 'Filter', 'SnapLength', 'Path', 'Comment', 'FileCount', 'MemoryMB', 'MaxFileSizeMB' }
        $numbers = 'Mtu', 'PrefixLength', 'Count', 'TimeoutSeconds', 'IntervalSeconds', 'BufferSize', 'TimeToLive', 'ForwardDelaySeconds', 'AgeingTimeSeconds'
        $parameters = foreach ($command in Get-Command -Module VethLab) {
            foreach ($parameter in $command.Parameters.Values) {
                $type = if ($parameter.ParameterType.IsArray) { $parameter.ParameterType.GetElementType() } else { $parameter.ParameterType }
                $type = [System.Nullable]::GetUnderlyingType($type) ?? $type
                $isText = $type -in [string], [int], [uint], [psobject] -or $type.Namespace -eq 'VethLab.PowerShell.Parameters'
                if ($isText -and $parameter.Name -notin [System.Management.Automation.PSCmdlet]::CommonParameters -and $parameter.Name -notin $numbers -and
                    $parameter.Name -ne 'InputObject' -and $parameter.Name -notin $free[$command.Name]) {
                    @{ Command = $command.Name; Parameter = $parameter.Name }
                }
            }
        }
    }

    It 'of <Command> that names something there is offers it: -<Parameter>' -ForEach $parameters {
        $attributes = (Get-Command $Command).Parameters[$Parameter].Attributes
        @($attributes | Where-Object { $_ -is [System.Management.Automation.ArgumentCompleterAttribute] -or $_ -is [ValidateSet] }) | Should -Not -BeNullOrEmpty
    }
}
