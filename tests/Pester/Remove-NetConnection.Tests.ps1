# Remove-NetConnection: connections that the kernel then knows no more.
BeforeAll {
    if (-not (Get-Module VethLab)) { Import-Module "$PSScriptRoot/../../VethLab.psd1" }
    . $PSScriptRoot/shared/Errors.ps1
    . $PSScriptRoot/shared/Witnesses.ps1
}

Describe 'Remove-NetConnection' {
    BeforeEach {
        ip netns add lab
        ip -n lab link set lo up
        'table inet t { chain c { type filter hook output priority 0; ct state new counter; }; }' | ip netns exec lab nft -f -
        foreach ($id in 1, 2) { $null = ip netns exec lab ping -c 1 -e $id 127.0.0.1 }
        $null = ip netns exec lab ping -c 1 -e 3 ::1
    }
    AfterEach { ip netns delete lab }

    It 'forgets those that are piped in, and no others' {
        Get-NetConnection -Namespace lab | Where-Object Name -Like '*id 1' | Remove-NetConnection | Should -BeNullOrEmpty
        (Get-NetConnection -Namespace lab).Name | Sort-Object | Should -Be 'icmp 127.0.0.1 -> 127.0.0.1 id 2', 'ipv6-icmp ::1 -> ::1 id 3'
        @(ip netns exec lab cat /proc/net/nf_conntrack) | Should -HaveCount 2
        Get-NetConnection -Namespace lab | Remove-NetConnection
        ip netns exec lab cat /proc/net/nf_conntrack | Should -BeNullOrEmpty
    }

    It 'says what conntrack would be told' {
        $one = Get-NetConnection -Protocol icmp -Namespace lab | Select-Object -First 1
        Get-VerboseLines { Remove-NetConnection $one -Verbose } | Should -Contain "ip netns exec lab conntrack -D -p icmp -s 127.0.0.1 -d 127.0.0.1 --icmp-id $($one.Name -replace '.* id ')"
    }

    It 'changes nothing with -WhatIf' {
        Get-NetConnection -Namespace lab | Remove-NetConnection -WhatIf
        @(Get-NetConnection -Namespace lab) | Should -HaveCount 3
    }

    It 'says of one that is gone that it is' {
        $one = Get-NetConnection -Protocol icmp -Namespace lab | Select-Object -First 1
        Remove-NetConnection $one
        Assert-Refused { Remove-NetConnection $one } ConnectionNotFound ObjectNotFound $one.Name
    }
}
