# Get-Masquerade: made by `nft` in VethLab's table, read by VethLab; what is in other tables is not VethLab's.
BeforeAll {
    if (-not (Get-Module VethLab)) { Import-Module "$PSScriptRoot/../../VethLab.psd1" }
    . $PSScriptRoot/shared/Errors.ps1
    . $PSScriptRoot/shared/Witnesses.ps1
    $rules = @'
table ip vethlab {
    chain postrouting {
        type nat hook postrouting priority 100; policy accept;
        ip saddr 192.168.88.0/24 ip daddr != 192.168.88.0/24 ip daddr != 224.0.0.0/4 counter packets 3 bytes 252 masquerade comment "masquerade br01"
        ip saddr 10.20.0.0/15 counter masquerade comment "masquerade"
        ip saddr 10.9.9.9 counter masquerade comment "masquerade br02"
    }
}
table ip other {
    chain postrouting {
        type nat hook postrouting priority 100; policy accept;
        ip saddr 172.16.0.0/12 counter masquerade
    }
}
'@
}

Describe 'Get-Masquerade' {
    BeforeAll {
        ip netns add lab
        ip netns add lab02
        ip -n lab link add br01 type bridge
        $rules | ip netns exec lab nft -f -
    }
    AfterAll { ip netns delete lab; ip netns delete lab02 }

    It 'reads what nft wrote, and its counters' {
        $read = Get-Masquerade -Namespace lab
        $read | ForEach-Object { "$($_.Subnet) $($_.Bridge) $($_.Packets) $($_.Bytes) $($_.Table) $($_.Chain)" } | Should -Be @(
            '192.168.88.0/24 br01 3 252 ip vethlab postrouting'
            '10.20.0.0/15  0 0 ip vethlab postrouting'
            '10.9.9.9/32 br02 0 0 ip vethlab postrouting')
    }

    It 'knows each by the handle that nft shows' {
        $told = (Get-NftJson lab rule 'chain ip vethlab postrouting').handle
        (Get-Masquerade -Namespace lab).Handle | Should -Be $told
    }

    It 'finds one by its subnet, and some by wildcard' {
        (Get-Masquerade 10.20.0.0/15 -Namespace lab).Name | Should -BeExactly '10.20.0.0/15'
        (Get-Masquerade 10.* -Namespace lab).Name | Should -Be '10.20.0.0/15', '10.9.9.9/32'
    }

    It 'finds those of a bridge from the pipeline' {
        (Get-NetBridge br01 -Namespace lab | Get-Masquerade).Name | Should -BeExactly '192.168.88.0/24'
    }

    It 'reads again one that is piped in' {
        (Get-Masquerade 10.20.0.0/15 -Namespace lab | Get-Masquerade).Name | Should -BeExactly '10.20.0.0/15'
    }

    It 'reads the namespaces that are piped in' {
        (Get-NetNamespace lab, lab02 | Get-Masquerade 192.168.*).Namespace | Should -BeExactly 'lab'
    }

    It 'returns nothing where there is nothing' {
        Get-Masquerade -Namespace lab02 -ErrorAction Stop | Should -BeNullOrEmpty
        ip netns exec lab02 nft list tables | Should -BeNullOrEmpty
    }

    It 'shows a table and a list' {
        $read = Get-Masquerade 192.168.88.0/24 -Namespace lab
        $read | Format-Table | Out-String | Should -Match '192\.168\.88\.0/24 +br01 +3 +252 +lab +ip vethlab'
        $read | Format-List | Out-String | Should -Match '(?s)Subnet +: 192\.168\.88\.0/24.*Handle +: \d+'
    }

    It 'says that there is none of that subnet' {
        Assert-Refused { Get-Masquerade 172.16.0.0/12 -Namespace lab } MasqueradeNotFound ObjectNotFound 172.16.0.0/12
    }
}
