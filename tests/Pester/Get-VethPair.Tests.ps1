BeforeAll {
    . "$PSScriptRoot/shared/Errors.ps1"
    $others = @(Get-NamespaceNames)
}

Describe 'Get-VethPair' {
    BeforeEach { New-NetNamespace lab, ns01 }
    AfterEach { Remove-NamespacesExcept $others }

    It 'reads pairs that ip made, with both ends' {
        & ip link add v netns ns01 type veth peer name w netns lab
        & ip -n ns01 address add 10.0.0.1/24 dev v
        $pair = Get-VethPair v -Namespace ns01
        $pair.Name, $pair.PeerName, $pair.Namespace, $pair.PeerNamespace | Should -Be 'v', 'w', 'ns01', 'lab'
        "$($pair.IPAddress)" | Should -Be 10.0.0.1/24
        $pair.Interface.Owner | Should -BeNullOrEmpty
        $pair.Interface.PeerIndex | Should -Be (Get-IPLink lab w).ifindex
        $pair.Peer.Index | Should -Be (Get-IPLink lab w).ifindex
        "$($pair.NamespaceId)", "$($pair.PeerNamespaceId)" | Should -Be (Get-NamespaceInode ns01), (Get-NamespaceInode lab)
    }

    It 'finds a pair from either end' {
        New-VethPair v w -Namespace ns01 -PeerNamespace lab
        (Get-VethPair -Namespace lab).Name | Should -Be w
        (Get-VethPair -Namespace lab).PeerName | Should -Be v
        (Get-VethPair -Namespace lab, ns01).Name | Should -Be 'w', 'v'
    }

    It 'counts a pair inside one namespace once, and finds it by either name' {
        New-VethPair a b -Namespace lab -PeerNamespace lab
        Get-VethPair -Namespace lab | Should -HaveCount 1
        (Get-VethPair a -Namespace lab).PeerName | Should -Be b
        (Get-VethPair b -Namespace lab).PeerName | Should -Be a
    }

    It 'finds every pair whose name is like a pattern, but no other kind' {
        foreach ($i in 1..3) { $null = New-VethPair "v$i" "w$i" -Namespace ns01 -PeerNamespace lab }
        & ip -n ns01 link add v4 type bridge
        (Get-VethPair v* -Namespace ns01).Name | Should -Be 'v1', 'v2', 'v3'
        (Get-VethPair v[13] -Namespace ns01).Name | Should -Be 'v1', 'v3'
        Get-ErrorsOf { Get-VethPair x* -Namespace ns01 } | Should -BeNullOrEmpty
        Assert-Refused { Get-VethPair v4 -Namespace ns01 } -Id InterfaceNotFound -Category ObjectNotFound -Target v4
    }

    It 'takes namespaces, names and pairs from the pipeline' {
        $made = New-VethPair v w -Namespace ns01 -PeerNamespace lab
        (Get-NetNamespace ns01, lab | Get-VethPair).Name | Should -Be 'v', 'w'
        ('v' | Get-VethPair -Namespace ns01).Name | Should -Be v
        & ip -n ns01 address add 10.0.0.1/24 dev v
        "$(($made | Get-VethPair).IPAddress)" | Should -BeLike '10.0.0.1/24*'
    }

    It 'finds a peer in a namespace without a name, by way of a process inside' {
        New-NetNamespace gone
        New-VethPair v w -Namespace ns01 -PeerNamespace gone
        $holder = [System.Diagnostics.Process]::Start('ip', [string[]] ('netns', 'exec', 'gone', 'sleep', '60'))
        try {
            $null = Wait-Until { (& readlink "/proc/$($holder.Id)/ns/net") -eq (Get-NamespaceInode gone) }
            & ip netns delete gone
            $pair = Get-VethPair v -Namespace ns01
            $pair.PeerName | Should -Be w
            $pair.PeerNamespace | Should -BeNullOrEmpty
        }
        finally { $holder.Kill(); $holder.WaitForExit() }
        Wait-Until { -not (Get-IPLink ns01 v) } | Should -BeTrue
    }

    It 'does not hold a namespace open' {
        New-VethPair v w -Namespace ns01 -PeerNamespace lab
        $pair = Get-VethPair v -Namespace ns01
        Remove-NetNamespace ns01 3>&1 | Should -BeNullOrEmpty
        Wait-Until { (Get-IPLink lab).ifname -notcontains 'w' } 2 | Should -BeTrue
        Assert-Refused { $pair | Get-VethPair } -Id NamespaceNotFound -Category ObjectNotFound -Message '*gone*'
    }

    It 'refuses a namespace that does not exist' {
        Assert-Refused { Get-VethPair -Namespace nowhere } -Id NamespaceNotFound -Category ObjectNotFound -Target nowhere
    }
}
