BeforeAll {
    . "$PSScriptRoot/shared/Labs.ps1"
    . "$PSScriptRoot/shared/ChildSession.ps1"
    $others = @(Get-NamespaceNames)
    $WarningPreference = 'SilentlyContinue'
}

Describe 'Get-VethLab' {
    BeforeAll {
        $chain = New-VethLab -Path "$examples/chain.json"
        $star = New-VethLab star -Subnet 10.0.0.0/24, fd00::/64 -Count 2 -Masquerade
    }
    AfterAll {
        Get-VethLab | Remove-VethLab
        Remove-NamespacesExcept $others
    }

    It 'lists all labs, sorted' { (Get-VethLab).Name | Should -Be chain, star }

    It 'finds labs by names and wildcards, from the pipeline too' {
        (Get-VethLab s*).Name | Should -Be star
        ('chain', 'star' | Get-VethLab).Name | Should -Be chain, star
        ($star | Get-VethLab).Name | Should -Be star
        Get-VethLab x* | Should -BeNullOrEmpty
        Assert-Refused { Get-VethLab none } -Id LabNotFound -Category ObjectNotFound -Target none
    }

    It 'reads the same in another process' {
        $script = "Get-VethLab | ForEach-Object { `"`$(`$_.Name) `$(`$_.Placement) `$(`$_.Namespaces) `$(`$_.Bridges) `$(`$_.Links) `$(`$_.Subnets) `$(`$_.Masquerade) `$(`$_.Uplink) `$(`$_.Reachability)`" }"
        $here = Invoke-Expression $script
        Invoke-ChildSession $script | Should -Be $here
        $here[1] | Should -BeLike 'star Namespace ns01 ns02 br01 eth0 <-> veth01 eth0 <-> veth02 10.0.0.0/24 fd00::/64 10.0.0.0/24 uplink <-> vl-*'
    }

    It 'joins the ends of links, where indexes alone would not tell which belong together' {
        $links = (Get-VethLab chain).Links
        $links | Should -HaveCount 3
        foreach ($link in $links) {
            $end = Get-IPLink $link.Namespace $link.Name
            $peer = Get-IPLink $link.PeerNamespace $link.PeerName
            $end.link_index, $peer.link_index | Should -Be $peer.ifindex, $end.ifindex
        }
        ($links | ForEach-Object { @($_.Namespace, $_.PeerNamespace) -ne 'relay' }) | Sort-Object | Should -Be alice, bob, eve
    }

    It 'is what its interfaces say they belong to' {
        (Get-NetInterface -Namespace star, ns01, ns02).Owner | Sort-Object -Unique | Should -BeExactly vethlab:star
        ip -n star link add theirs type veth peer name other
        ip -n star link set other group 0x56000000 alias vethlab:star
        try { "$((Get-NetInterface theirs, other -Namespace star).Owner)" | Should -BeExactly ' vethlab' -Because 'the number counts, not what somebody wrote' }
        finally { ip -n star link delete theirs }
    }

    It 'tells what is expected of who reaches whom' {
        (Get-VethLab chain).Reachability | ForEach-Object { "$_" } | Should -Contain 'eve -/-> alice'
        (Get-VethLab chain).Reachability | Should -HaveCount 9
        (Get-VethLab star).Reachability | Should -BeNullOrEmpty
    }

    It 'sees all of a lab of many namespaces that Invoke-NetNamespace has made elsewhere, and Remove-VethLab removes it: threads that help are elsewhere too' {
        $null = New-NetNamespace outer
        try {
            Invoke-NetNamespace outer {
                $null = New-VethLab inner -Placement Host -Subnet 10.77.0.0/16 -Count 40 -NamespacePrefix in
                foreach ($try in 1..5) {
                    $lab = Get-VethLab inner
                    $lab.Placement, $lab.Bridges.Count, $lab.Links.Count, "$($lab.Subnets)" | Should -Be Host, 1, 40, '10.77.0.0/16'
                }
                Remove-VethLab inner
            }
            (Get-IPLink outer).ifname | Should -Be lo
        }
        finally { Remove-NetNamespace outer }
    }

    It 'sees a lab with placement Host where it was made, and from elsewhere where that has a name' {
        New-NetNamespace machine | Out-Null
        Invoke-NetNamespace machine { New-VethLab hosted -Subnet 10.5.0.0/24 -NamespacePrefix h -Placement Host | Out-Null }
        $lab = Get-VethLab hosted
        "$($lab.Placement)", $lab.Namespace, "$($lab.Bridges)", "$($lab.Namespaces)" | Should -Be Host, machine, br01, 'h01 h02'
        $lab.Links | Should -HaveCount 2
        Remove-VethLab hosted
        (Get-IPLink machine).ifname | Should -Be lo
    }

    It 'shows its columns and everything' {
        $table = Get-VethLab | Format-Table | Out-String -Width 100
        foreach ($word in 'Name', 'Placement', 'Namespaces', 'Bridges', 'Links', 'Subnets', 'chain', 'star') { $table | Should -Match "(?m)(^|\s)$word(\s|$)" }
        $list = $star | Format-List | Out-String
        foreach ($property in 'Name', 'Placement', 'Namespace', 'Namespaces', 'Bridges', 'Links', 'Subnets', 'Masquerade', 'Uplink', 'Reachability') { $list | Should -Match "(?m)^$property +:" }
    }

    It 'completes names of labs for <_>' -ForEach 'Get-VethLab', 'Remove-VethLab', 'Test-VethLab' {
        (TabExpansion2 "$_ s" ("$_ s").Length).CompletionMatches.CompletionText | Should -Be star
    }
}
