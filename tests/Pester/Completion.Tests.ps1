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
        ip -n tab-lab link add tabbr1 type bridge
        ip -n tab-lab link add tabbr2 type bridge
        ip -n tab-lab link add tabveth1 type veth peer name 'tab&veth'
        ip -n tab-lab link set tabveth1 master tabbr1
        foreach ($name in 'tabbr1', 'tabveth1', 'tab&veth') { ip -n tab-lab link set $name up addrgenmode none }
        ip -n tab-lab address add 192.168.88.1/24 dev tabbr1
        ip -n tab-lab address add fd88::1/64 nodad dev tabbr1
        ip -n tab-lab route add 10.99.0.0/16 via 192.168.88.254
        ip -n tab-lab neighbour add 192.168.88.77 lladdr 02:00:00:00:00:77 dev tabbr1
        Enable-Masquerade -Subnet 10.98.0.0/16 -Namespace tab-lab 3> $null
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
        @{ Line = 'Disable-Masquerade -Namespace tab-lab -Subnet 10'; Expected = @('10.98.0.0/16') }
    ) {
        Get-Offers $Line | Should -Be $Expected
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
    ) {
        $Error.Clear()
        Get-Values $Line | Should -BeNullOrEmpty
        $Error | Should -BeNullOrEmpty
    }
}
