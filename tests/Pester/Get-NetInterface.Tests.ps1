BeforeAll {
    . "$PSScriptRoot/shared/Errors.ps1"
    $others = @(Get-NamespaceNames)
}

Describe 'Get-NetInterface' {
    BeforeEach { New-NetNamespace lab, ns01 }
    AfterEach { Remove-NamespacesExcept $others }

    It 'agrees with ip about every interface' {
        & ip -n lab link add br01 type bridge
        & ip -n lab link add v mtu 1400 address 02:00:00:00:00:01 group 7 type veth peer name w netns ns01
        & ip -n lab link set v master br01 alias 'an alias'
        & ip -n lab link set br01 up
        & ip -n lab link set v up
        & ip -n ns01 link set w up
        & ip -n lab address add 10.0.0.1/24 dev br01
        $null = Wait-Until { (Get-IPLink lab v).operstate -eq 'UP' }
        $found = Get-NetInterface -Namespace lab
        $witness = Get-IPLink lab
        $found.Name | Should -Be $witness.ifname
        foreach ($link in $witness) {
            $mine = $found | Where-Object Name -EQ $link.ifname
            $mine.Index, $mine.Mtu, "$($mine.MacAddress)" | Should -Be $link.ifindex, $link.mtu, $link.address
            $mine.IsUp | Should -Be ($link.flags -contains 'UP')
            "$($mine.State)" | Should -Be $link.operstate
            $mine.Namespace | Should -Be lab
        }
        $v = $found | Where-Object Name -EQ v
        $v.Kind, $v.Bridge, $v.Alias, $v.Group | Should -Be 'veth', 'br01', 'an alias', 7
        $v.PeerIndex | Should -Be (Get-IPLink ns01 w).ifindex
        $v.PeerNamespaceId | Should -Be (Get-IPLink lab v).link_netnsid
        $v.Owner | Should -BeNullOrEmpty
        ($found | Where-Object Name -EQ br01).Kind | Should -Be bridge
        "$(($found | Where-Object Name -EQ br01).IPAddress)" | Should -BeLike '10.0.0.1/24*'
        ($found | Where-Object Name -EQ lo).Kind | Should -Be loopback
    }

    It 'counts packets' {
        $before = (Get-NetInterface lo -Namespace lab).Counters
        & ip netns exec lab ping -c 3 -i 0.01 127.0.0.1 | Out-Null
        $after = (Get-NetInterface lo -Namespace lab).Counters
        $after.SentPackets - $before.SentPackets | Should -Be 6
        $witness = (& ip -n lab -s -j link show dev lo | ConvertFrom-Json).stats64
        $after.ReceivedBytes, $after.ReceivedPackets | Should -Be $witness.rx.bytes, $witness.rx.packets
    }

    It 'works here, in -Namespace, and on what comes by the pipeline' {
        New-VethPair v w -Namespace lab -PeerNamespace ns01
        (Invoke-NetNamespace lab { Get-NetInterface }).Name | Should -Be 'lo', 'v'
        (Get-NetInterface -Namespace lab, ns01).Name | Should -Be 'lo', 'v', 'lo', 'w'
        (Get-NetNamespace lab, ns01 | Get-NetInterface lo).Namespace | Should -Be 'lab', 'ns01'
        ('w', 'lo' | Get-NetInterface -Namespace ns01).Name | Should -Be 'w', 'lo'
        (Get-VethPair v -Namespace lab | Get-NetInterface).Name | Should -Be 'v', 'w' -Because 'a pair is both its ends'
        (Get-NetInterface [vl]* -Namespace lab).Name | Should -Be 'lo', 'v'
    }

    It 'reads an object again, where it lives, whatever was renamed around it' {
        $lo = Get-NetInterface lo -Namespace lab
        & ip -n lab link set lo mtu 9000
        $lo.Mtu | Should -Be 65536
        ($lo | Get-NetInterface).Mtu | Should -Be 9000
    }

    It 'is case-sensitive' {
        New-VethPair V v -Namespace lab -PeerNamespace lab
        (Get-NetInterface V -Namespace lab).Name | Should -BeExactly V
        (Get-NetInterface v* -Namespace lab).Name | Should -BeExactly v
    }

    It 'lists hundreds at once' {
        $file = [System.IO.Path]::GetTempFileName()
        [System.IO.File]::WriteAllLines($file, [string[]] @(foreach ($i in 1..300) { "link add many$i type veth peer name more$i" }))
        & ip -n lab -batch $file
        [System.IO.File]::Delete($file)
        $found = Get-NetInterface m* -Namespace lab
        $found | Should -HaveCount 600
        @($found.Name | Sort-Object -Unique) | Should -HaveCount 600
        ($found | Where-Object Name -EQ many299).PeerName | Should -Be more299
    }

    It 'refuses what is not there, and returns the others' {
        Assert-Refused { Get-NetInterface lo, nope -Namespace lab } -Id InterfaceNotFound -Category ObjectNotFound -Target nope -Message '*namespace lab*'
        (Get-NetInterface nope, lo -Namespace lab -ErrorAction Ignore).Name | Should -Be lo
        Get-ErrorsOf { Get-NetInterface nope* -Namespace lab } | Should -BeNullOrEmpty
        Assert-Refused { Get-NetInterface -Namespace nowhere } -Id NamespaceNotFound -Category ObjectNotFound -Target nowhere
    }

    It 'shows its columns' {
        New-VethPair veth01 w -Namespace lab -PeerNamespace ns01 -IPAddress 192.168.88.11/24
        $table = Get-NetInterface -Namespace lab | Format-Table | Out-String -Width 160
        foreach ($word in 'Index', 'Name', 'Kind', 'State', 'MacAddress', 'IPAddress', 'Joined', 'veth01', 'veth', '192.168.88.11/24') { $table | Should -Match "(?m)(^|\s)$([regex]::Escape($word))(\s|$)" }
        $list = Get-NetInterface veth01 -Namespace lab | Format-List | Out-String
        foreach ($property in 'Name', 'Namespace', 'Index', 'Kind', 'Mtu', 'PeerIndex', 'PeerNamespaceId', 'Alias', 'Group', 'Owner', 'Counters') { $list | Should -Match "(?m)^$property +:" }
    }
}
