BeforeAll {
    . "$PSScriptRoot/shared/Errors.ps1"
    . "$PSScriptRoot/shared/Namespaces.ps1"
    $others = @(Get-NamespaceNames)

    # The value of the one item of a kind and name.
    function Get-Value($Baseline, [string] $Kind, [string] $Item, [string] $Namespace) {
        $found = @($Baseline.Items | Where-Object { $_.Kind -ceq $Kind -and $_.Name -ceq $Item -and "$($_.Namespace)" -ceq $Namespace })
        $found | Should -HaveCount 1 -Because "$Kind $Item in '$Namespace' is there once"
        $found[0].Value
    }
}

Describe 'Get-VethLabBaseline' {
    BeforeEach {
        ip netns add base
        ip -n base link set lo up
        ip -n base link add veth01 mtu 1400 type veth peer name veth02
        ip -n base address add 10.1.0.1/24 dev veth01
        ip -n base link set veth01 up
        ip -n base route add 10.2.0.0/16 via 10.1.0.2
    }
    AfterEach { Remove-NamespacesExcept $others }

    It 'has what iproute2 made, in words' {
        $baseline = Get-VethLabBaseline
        Get-Value $baseline Link veth01 base | Should -Match '^up veth link veth02 address [0-9a-f:]{17} mtu 1400 '
        Get-Value $baseline Address 'veth01 10.1.0.1/24' base | Should -Be 'scope 0'
        Get-Value $baseline Route '10.2.0.0/16 table 254 metric 0' base | Should -Be 'via 10.1.0.2 dev veth01 proto 3 scope 0'
        Get-Value $baseline Rule 'ip 32766: from all proto 2' base | Should -Be 'lookup 254'
        Get-Value $baseline Namespace base '' | Should -Match "^net:\[$((& stat -c %i /run/netns/base))\] "
        Get-Value $baseline Mount / '' | Should -Not -BeNullOrEmpty
    }

    It 'has all settings that can be read, with their values, there and here' {
        $baseline = Get-VethLabBaseline
        foreach ($space in 'base', '') {
            $see = 'find /proc/sys/net -type f -perm -400 ! -name "*conntrack_count" ! -name "*_key" ! -name flush ! -name "*available*" ! -name "*allowed*" | sort | xargs grep -s ""'
            $expected = @(if ($space) { ip netns exec $space sh -c $see } else { sh -c $see }) -replace "`t", ' '
            $found = @($baseline.Items | Where-Object { $_.Kind -eq 'Sysctl' -and "$($_.Namespace)" -ceq $space -and $_.Value -notmatch "`n" } | ForEach-Object { "/proc/sys/$($_.Name):$($_.Value)" })
            $found.Count | Should -BeGreaterThan 300
            $expected | Where-Object { $_ -cnotin $found } | Should -BeNullOrEmpty
            $found | Where-Object { $_ -cnotin $expected -and $_ -notmatch ':$' } | Should -BeNullOrEmpty
        }
    }

    It 'looks at some kinds, and into some namespaces, only' {
        $baseline = Get-VethLabBaseline base -Kind Link, Address
        $baseline.Items.Kind | Sort-Object -Unique | Should -Be Address, Link
        $baseline.Items.Namespace | Sort-Object -Unique | Should -Be base
        "$($baseline.Namespaces) $($baseline.Kinds)" | Should -Be 'base Link Address'
        (Get-NetNamespace base | Get-VethLabBaseline -Kind Link).Items | Should -HaveCount 3
        (Get-VethLabBaseline 'ba*' -Kind Link).Items | Should -HaveCount 3
    }

    It 'takes a namespace as here where it is called in one' {
        $items = Invoke-NetNamespace base { (Get-VethLabBaseline -Kind Link, Mount).Items }
        @($items | Where-Object { $_.Kind -eq 'Link' -and $_.Namespace -eq 'base' }).Name | Should -Be lo, veth02, veth01
    }

    It 'refuses a namespace that is not there' {
        Assert-Refused { Get-VethLabBaseline nowhere } -Id NamespaceNotFound -Category ObjectNotFound -Target nowhere
    }

    It 'leaves nothing open, and no thread elsewhere' {
        $null = Get-VethLabBaseline
        $descriptors = [System.IO.Directory]::GetFiles('/proc/self/fd').Count
        foreach ($i in 1..5) { $null = Get-VethLabBaseline }
        [System.IO.Directory]::GetFiles('/proc/self/fd').Count | Should -BeLessThan ($descriptors + 3)
        $elsewhere = [System.IO.Directory]::GetDirectories('/proc/self/task') | ForEach-Object { [System.IO.FileInfo]::new("$_/ns/net").LinkTarget } | Where-Object { $_ -and $_ -ne (Get-Here) }
        $elsewhere | Should -BeNullOrEmpty
    }
}
