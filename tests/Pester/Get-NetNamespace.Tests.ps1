BeforeAll {
    . "$PSScriptRoot/shared/Errors.ps1"
    $others = @(Get-NamespaceNames)
}

Describe 'Get-NetNamespace' {
    AfterEach { Remove-NamespacesExcept $others }

    It 'lists what VethLab and ip made, sorted by name' {
        & ip netns add ns02
        New-NetNamespace ns03, ns01
        (Get-NetNamespace ns0?).Name | Should -BeExactly 'ns01', 'ns02', 'ns03'
        (Get-NetNamespace).Name | Should -BeExactly (Get-NamespaceNames)
    }

    It 'returns nothing, and no error, where no namespace is like the pattern' {
        Get-ErrorsOf { Get-NetNamespace nothing* } | Should -BeNullOrEmpty
        Get-NetNamespace nothing* | Should -BeNullOrEmpty
    }

    It 'finds names by wildcard, list and pipeline; case matters' {
        New-NetNamespace ns01, NS02, other
        (Get-NetNamespace other, ns01).Name | Should -BeExactly 'other', 'ns01'
        (Get-NetNamespace n*).Name | Should -BeExactly ns01
        ('NS*', 'other' | Get-NetNamespace).Name | Should -BeExactly 'NS02', 'other'
    }

    It 'takes objects with a Name, its own among them' {
        New-NetNamespace ns01, ns02
        (Get-NetNamespace ns01 | Get-NetNamespace).Name | Should -BeExactly ns01
        ([pscustomobject]@{ Name = 'ns02' } | Get-NetNamespace).Name | Should -BeExactly ns02
    }

    It 'finds a name with a wildcard character in it when it is escaped' {
        New-NetNamespace -Name 'a[1]'
        (Get-NetNamespace 'a`[1`]').Name | Should -BeExactly 'a[1]'
    }

    It 'reports each missing name, and returns the others' {
        New-NetNamespace ns01, ns03
        $found = Get-NetNamespace ns01, ns02, ns03 -ErrorAction SilentlyContinue
        $found.Name | Should -BeExactly 'ns01', 'ns03'
        Assert-Refused { Get-NetNamespace ns01, ns02, ns03 } -Id NamespaceNotFound -Category ObjectNotFound -Target ns02 -Advice '*New-NetNamespace ns02*'
    }

    It 'gives each the identity that the kernel gives it' {
        & ip netns add ns01
        "$((Get-NetNamespace ns01).NamespaceId)" | Should -Be (Get-NamespaceInode ns01)
    }

    It 'shows the number by which this namespace knows another, once there is one' {
        New-NetNamespace ns01, ns02
        Invoke-NetNamespace ns02 { (Get-NetNamespace ns01).Id } | Should -BeNullOrEmpty
        New-VethPair v w -Namespace ns01 -PeerNamespace ns02
        $id = Invoke-NetNamespace ns02 { (Get-NetNamespace ns01).Id }
        $id | Should -Be (& ip -n ns02 -j netns list-id | ConvertFrom-Json | Where-Object name -EQ ns01).nsid
        $id | Should -Be (Get-IPLink ns02 w).link_netnsid
    }

    It 'shows a file that is no namespace as stale' {
        [System.IO.File]::WriteAllText('/run/netns/dead', '')
        $dead = Get-NetNamespace dead
        $dead.IsStale | Should -BeTrue
        $dead.Id | Should -BeNullOrEmpty
        $dead.Path | Should -BeExactly /run/netns/dead
    }

    It 'shows a namespace of another kind as stale' {
        [System.IO.File]::WriteAllText('/run/netns/uts', '')
        & mount --bind /proc/self/ns/uts /run/netns/uts
        (Get-NetNamespace uts).IsStale | Should -BeTrue
        & umount /run/netns/uts
    }

    It 'gives snapshots that are equal while nothing changes' {
        New-NetNamespace ns01, ns02
        Get-NetNamespace ns01 | Should -Be (Get-NetNamespace ns01)
        Get-NetNamespace ns01 | Should -Not -Be (Get-NetNamespace ns02)
    }

    It 'works in a namespace as outside: names are the machine''s' {
        New-NetNamespace ns01
        (Invoke-NetNamespace ns01 { Get-NetNamespace ns01 }).NamespaceId | Should -Be (Get-NetNamespace ns01).NamespaceId
    }
}
