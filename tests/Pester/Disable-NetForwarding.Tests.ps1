# Disable-NetForwarding: takes out exactly what Enable-NetForwarding put in, and gives back what it changed.
BeforeAll {
    if (-not (Get-Module VethLab)) { Import-Module "$PSScriptRoot/../../VethLab.psd1" }
    . $PSScriptRoot/shared/Errors.ps1
    . $PSScriptRoot/shared/Witnesses.ps1
    . $PSScriptRoot/shared/ChildSession.ps1
    $quiet = @{ Namespace = 'lab'; WarningAction = 'SilentlyContinue' }
}

Describe 'Disable-NetForwarding' {
    BeforeEach {
        ip netns add lab
        ip -n lab link set lo up
        ip -n lab link add br01 type bridge
        ip -n lab link set br01 up addrgenmode none
        ip netns exec lab iptables -P FORWARD DROP
    }
    AfterEach { ip netns delete lab }

    It 'returns with -PassThru how it is afterwards' {
        Enable-NetForwarding br01 @quiet
        $after = Disable-NetForwarding br01 @quiet -PassThru
        $after | Should -Be (Get-NetForwarding lab)
        "$($after.IPv4) $($after.EnabledBridges.Count)" | Should -BeExactly 'False 0'
        Disable-NetForwarding @quiet -PassThru -WhatIf | Should -Be $after -Because 'nothing was to be changed'
        Enable-NetForwarding @quiet
        Disable-NetForwarding @quiet -PassThru -WhatIf | Should -BeNullOrEmpty
    }

    It 'brings back rules, policy and settings' {
        ip netns exec lab ip6tables -P FORWARD DROP
        Set-Sysctl lab ipv4/conf/all/accept_redirects 0
        Set-Sysctl lab ipv4/conf/br01/forwarding 1
        $before = Get-KernelState lab
        $sysctls = Get-AllSysctls lab
        Enable-NetForwarding br01 @quiet
        Disable-NetForwarding br01 @quiet | Should -BeNullOrEmpty
        Get-KernelState lab | Should -BeExactly $before
        Get-AllSysctls lab | Should -BeExactly $sysctls
        ip netns exec lab iptables -S FORWARD | Should -BeExactly '-P FORWARD DROP'
    }

    It 'brings them back from another process, after the bridge is gone' {
        $sysctls = Get-AllSysctls lab
        $null = Invoke-ChildSession 'Enable-NetForwarding br01 -Namespace lab'
        @(ip netns exec lab iptables -S FORWARD) | Should -HaveCount 3
        ip -n lab link delete br01
        $null = Invoke-ChildSession 'Disable-NetForwarding br01 -Namespace lab'
        ip netns exec lab iptables -S FORWARD | Should -BeExactly '-P FORWARD DROP'
        Get-AllSysctls lab | Should -BeExactly @($sysctls | Where-Object { $_ -notlike '*/br01/*' })
    }

    It 'leaves rules of others, however alike' {
        ip netns exec lab iptables -A FORWARD -i br01 -j ACCEPT
        ip netns exec lab iptables -A FORWARD -o br01 -m comment --comment 'vethlab br010' -j ACCEPT
        ip netns exec lab iptables -A FORWARD -i br02 -m comment --comment 'mine' -j DROP
        $before = ip netns exec lab iptables -S
        Enable-NetForwarding br01 @quiet
        Disable-NetForwarding br01 @quiet
        ip netns exec lab iptables -S | Should -BeExactly $before
    }

    It 'takes them out of DOCKER-USER too' {
        ip netns exec lab iptables -N DOCKER-USER
        ip netns exec lab iptables -A DOCKER-USER -j RETURN
        $before = ip netns exec lab iptables -S
        Enable-NetForwarding br01 @quiet
        Disable-NetForwarding br01 @quiet
        ip netns exec lab iptables -S | Should -BeExactly $before
    }

    It 'finds its rules where Docker came after them' {
        Enable-NetForwarding br01 @quiet
        ip netns exec lab iptables -N DOCKER-USER
        Disable-NetForwarding br01 @quiet
        ip netns exec lab iptables -S FORWARD | Should -BeExactly '-P FORWARD DROP'
    }

    It 'works where somebody flushed the chain or deleted the table' {
        Enable-NetForwarding br01 @quiet
        ip netns exec lab iptables -F FORWARD
        Disable-NetForwarding br01 @quiet -ErrorAction Stop
        Enable-NetForwarding br01 @quiet
        ip netns exec lab nft delete table ip filter
        Disable-NetForwarding br01 @quiet -ErrorAction Stop
        Get-Sysctl lab ipv4/ip_forward | Should -BeExactly '0'
        ip netns exec lab nft list tables | Should -BeNullOrEmpty
    }

    It 'ends one bridge and leaves the other in force' {
        ip -n lab link add br02 type bridge
        Enable-NetForwarding br01, br02 @quiet
        Disable-NetForwarding br01 @quiet
        (Get-NetForwarding lab).EnabledBridges | Should -BeExactly 'br02'
        Get-Sysctl lab ipv4/ip_forward | Should -BeExactly '1'
        Get-NetBridge br02 -Namespace lab | Disable-NetForwarding -WarningAction SilentlyContinue
        Get-Sysctl lab ipv4/ip_forward | Should -BeExactly '0'
        ip netns exec lab iptables -S FORWARD | Should -BeExactly '-P FORWARD DROP'
    }

    It 'gives a namespace''s forwarding back, and says so' {
        $sysctls = Get-AllSysctls lab
        Enable-NetForwarding @quiet
        Get-Warnings { Disable-NetForwarding -Namespace lab } | Should -BeExactly 'IPv4 forwarding in namespace lab is given back its former value.'
        Get-AllSysctls lab | Should -BeExactly $sysctls
        (Get-NetForwarding lab).IsEnabledByVethLab | Should -BeFalse
    }

    It 'leaves forwarding on where it was on before' {
        Set-Sysctl lab ipv4/ip_forward 1
        $sysctls = Get-AllSysctls lab
        Enable-NetForwarding @quiet
        Enable-NetForwarding br01 @quiet
        Disable-NetForwarding br01 @quiet
        Disable-NetForwarding @quiet
        Get-AllSysctls lab | Should -BeExactly $sysctls
    }

    It 'turns off by request what others turned on' {
        Set-Sysctl lab ipv4/ip_forward 1
        Disable-NetForwarding @quiet
        Get-Sysctl lab ipv4/ip_forward | Should -BeExactly '0'
    }

    It 'changes nothing a second time, and says so' {
        Enable-NetForwarding br01 @quiet
        Disable-NetForwarding br01 @quiet
        $before = Get-KernelState lab
        Get-Warnings { Disable-NetForwarding br01 -Namespace lab } | Should -BeExactly 'Forwarding of br01 in namespace lab is not enabled; nothing was changed.'
        Get-Warnings { Disable-NetForwarding -Namespace lab } | Should -BeExactly 'Forwarding of namespace lab is not enabled; nothing was changed.'
        Get-KernelState lab | Should -BeExactly $before
    }

    It 'changes nothing with -WhatIf' {
        Enable-NetForwarding br01 @quiet
        $before = Get-KernelState lab
        Disable-NetForwarding br01 -Namespace lab -WhatIf
        Get-KernelState lab | Should -BeExactly $before
    }

    It 'does with its -Verbose commands what it did itself' {
        $before = Get-KernelState lab
        $make = Get-VerboseLines { Enable-NetForwarding br01 @quiet -Verbose } | Where-Object { $_ -like 'ip netns exec *' }
        $undo = Get-VerboseLines { Disable-NetForwarding br01 @quiet -Verbose } | Where-Object { $_ -like 'ip netns exec *' }
        foreach ($command in @($make) + @($undo)) { $null = sh -c $command }
        Get-KernelState lab | Should -BeExactly $before
    }

    It 'refuses to turn off what a masquerade needs' {
        Set-Sysctl lab ipv4/ip_forward 1
        Enable-Masquerade -Subnet 192.168.88.0/24 -Namespace lab
        Assert-Refused { Disable-NetForwarding -Namespace lab } ForwardingInUse ResourceBusy lab
    }

    It 'refuses <What>' -ForEach @(
        @{ What = 'an impossible name'; Arguments = @{ Bridge = 'a-name-longer-than-15'; Namespace = 'lab' }; Id = 'InvalidName'; Category = 'InvalidArgument'; Target = 'a-name-longer-than-15' }
        @{ What = 'a namespace that is not there'; Arguments = @{ Namespace = 'nowhere' }; Id = 'NamespaceNotFound'; Category = 'ObjectNotFound'; Target = 'nowhere' }
    ) {
        Assert-Refused { Disable-NetForwarding @Arguments } $Id $Category $Target
    }
}
