# Get-NetBridgeFdb: must say of bridges' MAC tables what `bridge -j fdb` says.
BeforeAll {
    if (-not (Get-Module VethLab)) { Import-Module "$PSScriptRoot/../../VethLab.psd1" }
    . $PSScriptRoot/shared/Errors.ps1
    . $PSScriptRoot/shared/Witnesses.ps1

    # One line an entry: address, port, bridge, local or static or learnt. `bridge fdb` shows more than the tables: the filters
    # of interfaces (self), which have no master.
    function Get-FdbText {
        $seen = ip netns exec lab bridge -j fdb show | ConvertFrom-Json | ForEach-Object { $_ } | Where-Object { $_.master } | ForEach-Object {
            $state = if ($_.state -eq 'permanent') { 'local' } elseif ($_.state -eq 'static') { 'static' } else { 'learnt' }
            "$($_.mac) $($_.ifname) $($_.master) $state vlan=$($_.vlan)"
        }
        @($seen | Sort-Object)
    }
    function ConvertTo-FdbText([Parameter(ValueFromPipeline)] $Entry) {
        process {
            $state = if ($Entry.IsLocal) { 'local' } elseif ($Entry.IsStatic) { 'static' } else { 'learnt' }
            "$($Entry.MacAddress) $($Entry.InterfaceAlias) $($Entry.Bridge) $state vlan=$($Entry.VlanId)"
        }
    }
}

Describe 'Get-NetBridgeFdb' {
    BeforeAll {
        ip netns add lab
        ip netns add ns01
        ip netns add ns02
        foreach ($bridge in 'br01', 'br02') {
            ip -n lab link add $bridge type bridge
            ip -n lab link set $bridge up addrgenmode none
        }
        foreach ($n in 1, 2) {
            ip -n ns0$n link add veth0$n address 02:00:00:00:00:0$n type veth peer name br-veth0$n address 02:00:00:00:01:0$n netns lab
            ip -n ns0$n address add 192.168.88.1$n/24 dev veth0$n
            ip -n ns0$n link set veth0$n up
            ip -n lab link set br-veth0$n addrgenmode none
            ip -n lab link set br-veth0$n master br01
            ip -n lab link set br-veth0$n up
        }
        ip -n lab link add p0 address 02:00:00:00:02:00 type veth peer name p1
        ip -n lab link set p0 master br02
        ip netns exec lab bridge fdb add 02:aa:00:00:00:01 dev p0 master static
        # A ping makes the bridge learn both ends; it needs both ports forwarding.
        Wait-Until { (ip netns exec ns01 ping -c 1 -W 1 192.168.88.12 | Out-String) -like '*1 received*' } | Should -BeTrue
    }
    AfterAll { foreach ($name in 'lab', 'ns01', 'ns02') { ip netns delete $name } }

    It 'says what bridge says' {
        $witness = Get-FdbText
        $witness -match 'learnt' | Should -HaveCount 2
        Get-NetBridgeFdb -Namespace lab | ConvertTo-FdbText | Sort-Object | Should -Be $witness
    }

    It 'shows behind which port an address was learnt' {
        $entry = Get-NetBridgeFdb br01 -MacAddress 02:00:00:00:00:01 -Namespace lab
        $entry.InterfaceAlias | Should -BeExactly br-veth01
        $entry.Bridge | Should -BeExactly br01
        $entry.IsLocal | Should -BeFalse
        $entry.IsStatic | Should -BeFalse
        $entry.Namespace | Should -BeExactly lab
        $entry.Name | Should -BeExactly 02:00:00:00:00:01
    }

    It 'tells what somebody wrote from what was learnt' {
        $entry = Get-NetBridgeFdb br02 -MacAddress 02:aa:* -Namespace lab
        $entry.MacAddress | Should -BeExactly 02:aa:00:00:00:01
        $entry.IsStatic | Should -BeTrue
        $entry.IsLocal | Should -BeFalse
    }

    It 'shows the ports'' own addresses as local' {
        (Get-NetBridgeFdb br01 -MacAddress 02:00:00:00:01:* -Namespace lab | Where-Object VlanId -EQ $null).InterfaceAlias | Sort-Object | Should -Be br-veth01, br-veth02
        (Get-NetBridgeFdb br01 -MacAddress 02:00:00:00:01:* -Namespace lab).IsLocal | Should -Not -Contain $false
    }

    It 'takes bridges by wildcard, list and pipeline' {
        $all = @(Get-NetBridgeFdb -Namespace lab).Count
        @(Get-NetBridgeFdb br* -Namespace lab) | Should -HaveCount $all
        @(Get-NetBridgeFdb br01, br02 -Namespace lab) | Should -HaveCount $all
        @('br01', 'br02' | Get-NetBridgeFdb -Namespace lab) | Should -HaveCount $all
        @(Get-NetBridge -Namespace lab | Get-NetBridgeFdb) | Should -HaveCount $all
        @(Get-NetNamespace lab | Get-NetBridgeFdb) | Should -HaveCount $all
        (Get-NetBridgeFdb br02 -Namespace lab).Bridge | Sort-Object -Unique | Should -Be br02
        Get-NetBridgeFdb nothing* -Namespace lab -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'shows of a port what is behind that port' {
        $entries = @(Get-NetInterface br-veth01 -Namespace lab | Get-NetBridgeFdb)
        $entries.InterfaceAlias | Sort-Object -Unique | Should -Be br-veth01
        $entries.MacAddress | Should -Contain 02:00:00:00:00:01
    }

    It 'takes its own output' {
        $entry = Get-NetBridgeFdb br01 -MacAddress 02:00:00:00:00:02 -Namespace lab
        $entry | Get-NetBridgeFdb | Should -Be $entry
    }

    It 'compares MAC addresses without regard to case' {
        (Get-NetBridgeFdb -MacAddress 02:AA:00:00:00:01 -Namespace lab).InterfaceAlias | Should -BeExactly p0
    }

    It 'looks in several namespaces, and in the one it is in' {
        @(Get-NetBridgeFdb -Namespace ns01, lab) | Should -HaveCount @(Get-NetBridgeFdb -Namespace lab).Count
        @(Invoke-NetNamespace lab { Get-NetBridgeFdb br02 }).Bridge | Sort-Object -Unique | Should -Be br02
        Get-NetBridgeFdb -Namespace ns01 -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'gives equal objects when nothing happened in between' {
        Get-NetBridgeFdb br02 -Namespace lab | Should -Be (Get-NetBridgeFdb br02 -Namespace lab)
    }

    It 'shows a table and a list' {
        $entry = Get-NetBridgeFdb br01 -MacAddress 02:00:00:00:00:01 -Namespace lab
        $entry | Format-Table | Out-String | Should -Match 'MacAddress +InterfaceAlias +Bridge +IsLocal +IsStatic +VlanId +Namespace'
        $entry | Format-List | Out-String | Should -Match '(?s)MacAddress +: 02:00:00:00:00:01.*InterfaceAlias +: br-veth01.*Namespace +: lab'
    }

    It 'says that <What>' -ForEach @(
        @{ What = 'there is no such bridge'; Bridge = 'br07'; Space = 'lab'; Id = 'BridgeNotFound'; Target = 'br07' }
        @{ What = 'there is no such namespace'; Bridge = '*'; Space = 'nowhere'; Id = 'NamespaceNotFound'; Target = 'nowhere' }
    ) {
        Assert-Refused { Get-NetBridgeFdb $Bridge -Namespace $Space } $Id ObjectNotFound $Target
    }

    It 'finds an empty table no error' {
        ip -n lab link add br03 type bridge
        ip -n lab link add p3 type veth peer name p4
        try { Get-NetBridgeFdb br03 -MacAddress 02:ff:* -Namespace lab -ErrorAction Stop | Should -BeNullOrEmpty }
        finally { ip -n lab link delete br03; ip -n lab link delete p3 }
    }

    It 'reads the others when one bridge is missing' {
        $entries = Get-NetBridgeFdb br01, br07, br02 -Namespace lab -ErrorVariable missing -ErrorAction SilentlyContinue
        $entries.Bridge | Sort-Object -Unique | Should -Be br01, br02
        "$($missing.TargetObject)" | Should -BeExactly br07
    }
}
