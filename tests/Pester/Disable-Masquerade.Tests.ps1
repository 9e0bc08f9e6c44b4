# Disable-Masquerade: what it leaves must be what was there before, sysctl by sysctl and rule by rule.
BeforeAll {
    if (-not (Get-Module VethLab)) { Import-Module "$PSScriptRoot/../../VethLab.psd1" }
    . $PSScriptRoot/shared/Errors.ps1
    . $PSScriptRoot/shared/Witnesses.ps1
    . $PSScriptRoot/shared/ChildSession.ps1
    . $PSScriptRoot/shared/TutorialHost.ps1
    $quiet = @{ Namespace = 'host'; WarningAction = 'SilentlyContinue' }
}

Describe 'Disable-Masquerade' {
    BeforeEach {
        New-TutorialHost
        Add-TutorialBridge
    }
    AfterEach { Remove-TutorialNamespaces }

    It 'leaves neither table nor setting' {
        $sysctls = Get-AllSysctls host
        $before = Get-KernelState host
        $sysctls.Count | Should -BeGreaterThan 300
        Enable-Masquerade br01 @quiet
        Get-KernelState host | Should -Not -Be $before
        Disable-Masquerade br01 @quiet | Should -BeNullOrEmpty
        Get-KernelState host | Should -BeExactly $before
        Get-AllSysctls host | Should -BeExactly $sysctls
        ip netns exec host nft list ruleset | Should -BeNullOrEmpty
    }

    It 'says that forwarding is given back' {
        Enable-Masquerade br01 @quiet
        Get-Warnings { Disable-Masquerade br01 -Namespace host } | Should -BeExactly 'IPv4 forwarding in namespace host is given back its former value.'
    }

    Context 'values that writing ip_forward would not bring back' {
        BeforeEach {
            # In this order: ip_forward sets the others.
            Set-Sysctl host ipv4/ip_forward 0
            Set-Sysctl host ipv4/conf/all/accept_redirects 0
            Set-Sysctl host ipv4/conf/default/forwarding 1
            Set-Sysctl host ipv4/conf/br01/forwarding 1
            Set-Sysctl host ipv4/conf/ens160/forwarding 1
            $sysctls = Get-AllSysctls host
        }

        It 'are changed by it, and come back exactly' {
            Enable-Masquerade br01 @quiet
            Get-Sysctl host ipv4/ip_forward | Should -BeExactly '1'
            Get-Sysctl host ipv4/conf/br-veth01/forwarding | Should -BeExactly '1'
            Disable-Masquerade br01 @quiet
            Get-AllSysctls host | Should -BeExactly $sysctls
        }

        It 'come back when the masquerade was made by one process and is ended by another' {
            $null = Invoke-ChildSession 'Enable-Masquerade br01 -Namespace host'
            Get-Sysctl host ipv4/ip_forward | Should -BeExactly '1'
            $null = Invoke-ChildSession 'Get-Masquerade -Namespace host | Disable-Masquerade'
            Get-AllSysctls host | Should -BeExactly $sysctls
            ip netns exec host nft list ruleset | Should -BeNullOrEmpty
        }

        It 'come back as far as they can when an interface vanished in between' {
            Enable-Masquerade br01 @quiet
            ip -n host link delete br01
            Disable-Masquerade br01 @quiet -ErrorAction Stop
            Get-AllSysctls host | Should -BeExactly @($sysctls | Where-Object { $_ -notlike '*/br01/*' })
            ip netns exec host nft list ruleset | Should -BeNullOrEmpty
        }

        It 'come back when somebody changed them in the meantime' {
            Enable-Masquerade br01 @quiet
            Set-Sysctl host ipv4/conf/ens160/forwarding 0
            Set-Sysctl host ipv4/conf/all/accept_redirects 1
            Disable-Masquerade br01 @quiet
            Get-AllSysctls host | Should -BeExactly $sysctls
        }
    }

    It 'changes no setting where forwarding was on before' {
        Set-Sysctl host ipv4/ip_forward 1
        Set-Sysctl host ipv4/conf/ens160/forwarding 0
        $sysctls = Get-AllSysctls host
        Enable-Masquerade br01 @quiet
        Get-AllSysctls host | Should -BeExactly $sysctls
        Get-Warnings { Disable-Masquerade br01 -Namespace host } | Should -BeNullOrEmpty
        Get-AllSysctls host | Should -BeExactly $sysctls
    }

    Context 'with several' {
        BeforeEach { Enable-Masquerade -Subnet 10.1.0.0/16, 10.2.0.0/16, 192.168.88.0/24 @quiet }

        It 'keeps forwarding until the last goes' {
            Get-Warnings { Disable-Masquerade -Subnet 10.1.0.0/16, 10.2.0.0/16 -Namespace host } | Should -BeNullOrEmpty
            (Get-Masquerade -Namespace host).Name | Should -BeExactly '192.168.88.0/24'
            Get-Sysctl host ipv4/ip_forward | Should -BeExactly '1'
            Disable-Masquerade -Subnet 192.168.88.0/24 @quiet
            Get-Sysctl host ipv4/ip_forward | Should -BeExactly '0'
            ip netns exec host nft list tables | Should -BeNullOrEmpty
        }

        It 'ends all that Get-Masquerade finds' {
            Get-Masquerade -Namespace host | Disable-Masquerade -WarningAction SilentlyContinue
            Get-Sysctl host ipv4/ip_forward | Should -BeExactly '0'
            ip netns exec host nft list tables | Should -BeNullOrEmpty
        }

        It 'ends those of a bridge object by its subnets' {
            Get-NetBridge br01 -Namespace host | Disable-Masquerade -WarningAction SilentlyContinue
            (Get-Masquerade -Namespace host).Name | Should -Be '10.1.0.0/16', '10.2.0.0/16'
        }

        It 'returns with -PassThru what it ended, which Enable-Masquerade takes, and nothing without' {
            Disable-Masquerade -Subnet 10.2.0.0/16 @quiet | Should -BeNullOrEmpty
            $ended = @(Get-Masquerade 192.168.88.0/24, 10.1.0.0/16 -Namespace host | Disable-Masquerade -PassThru -WarningAction SilentlyContinue)
            "$($ended.Name)" | Should -BeExactly '192.168.88.0/24 10.1.0.0/16'
            ip netns exec host nft list tables | Should -BeNullOrEmpty
            $ended | Enable-Masquerade -WarningAction SilentlyContinue
            "$((Get-Masquerade -Namespace host).Name)" | Should -BeExactly '192.168.88.0/24 10.1.0.0/16'
            Disable-Masquerade -Subnet 10.1.0.0/16 @quiet -PassThru -WhatIf | Should -BeNullOrEmpty
        }

        It 'ends two of three and reports the third' {
            Disable-Masquerade -Subnet 10.1.0.0/16, 10.9.0.0/16, 10.2.0.0/16 @quiet -ErrorVariable missing -ErrorAction SilentlyContinue
            (Get-Masquerade -Namespace host).Name | Should -BeExactly '192.168.88.0/24'
            $missing.FullyQualifiedErrorId | Should -BeLike 'MasqueradeNotFound,*'
            $missing.TargetObject | Should -BeExactly '10.9.0.0/16'
        }
    }

    Context 'while Enable-NetForwarding is in force' {
        It 'does not give forwarding back; Disable-NetForwarding does' {
            $sysctls = Get-AllSysctls host
            Enable-Masquerade br01 @quiet
            Enable-NetForwarding -Namespace host -WarningAction SilentlyContinue
            Disable-Masquerade br01 @quiet
            Get-Sysctl host ipv4/ip_forward | Should -BeExactly '1'
            Disable-NetForwarding -Namespace host -WarningAction SilentlyContinue
            Get-AllSysctls host | Should -BeExactly $sysctls
            ip netns exec host nft list tables | Should -BeNullOrEmpty
        }

        It 'nor while that of a bridge is' {
            $sysctls = Get-AllSysctls host
            Enable-NetForwarding br01 -Namespace host -WarningAction SilentlyContinue
            Enable-Masquerade br01 @quiet
            Disable-Masquerade br01 @quiet
            Get-Sysctl host ipv4/ip_forward | Should -BeExactly '1'
            Disable-NetForwarding br01 -Namespace host -WarningAction SilentlyContinue
            Get-AllSysctls host | Should -BeExactly $sysctls
        }

        It 'the other way round it keeps forwarding for the masquerade' {
            $sysctls = Get-AllSysctls host
            Enable-NetForwarding -Namespace host -WarningAction SilentlyContinue
            Enable-Masquerade br01 @quiet
            Disable-NetForwarding -Namespace host -WarningAction SilentlyContinue
            Get-Sysctl host ipv4/ip_forward | Should -BeExactly '1'
            Disable-Masquerade br01 @quiet
            Get-AllSysctls host | Should -BeExactly $sysctls
        }
    }

    It 'works by name and by object after the bridge is gone' {
        $bridge = Get-NetBridge br01 -Namespace host
        Enable-Masquerade br01 @quiet
        ip -n host link delete br01
        $bridge | Disable-Masquerade -WarningAction SilentlyContinue
        Get-Masquerade -Namespace host | Should -BeNullOrEmpty
    }

    It 'works on an object made inside a block and disabled outside it' {
        $masquerade = Invoke-NetNamespace host { Enable-Masquerade br01 -PassThru -WarningAction SilentlyContinue }
        $masquerade | Disable-Masquerade -WarningAction SilentlyContinue
        ip netns exec host nft list tables | Should -BeNullOrEmpty
    }

    It 'leaves what others put into the table''s place' {
        ip netns exec host iptables -t nat -A POSTROUTING -s 192.168.88.0/24 -j MASQUERADE
        $before = ip netns exec host iptables -t nat -S
        Enable-Masquerade br01 @quiet
        Disable-Masquerade br01 @quiet
        ip netns exec host iptables -t nat -S | Should -BeExactly $before
    }

    It 'changes nothing with -WhatIf' {
        Enable-Masquerade br01 @quiet
        $before = Get-KernelState host
        Disable-Masquerade br01 -Namespace host -WhatIf
        Get-KernelState host | Should -BeExactly $before
    }

    It 'does with its -Verbose commands what it did itself' {
        $before = Get-KernelState host
        $sysctls = Get-AllSysctls host
        $commands = Get-VerboseLines { Enable-Masquerade br01 @quiet -Verbose } | Where-Object { $_ -like 'ip netns exec *' }
        $undo = Get-VerboseLines { Disable-Masquerade br01 @quiet -Verbose } | Where-Object { $_ -like 'ip netns exec *' }
        foreach ($command in $commands) { $null = sh -c $command }
        Get-Sysctl host ipv4/ip_forward | Should -BeExactly '1'
        (Get-Masquerade -Namespace host).Name | Should -BeExactly '192.168.88.0/24'
        foreach ($command in $undo) { $null = sh -c $command }
        Get-KernelState host | Should -BeExactly $before
        Get-AllSysctls host | Should -BeExactly $sysctls
    }

    It 'says that <What>' -ForEach @(
        @{ What = 'nothing of that bridge is masqueraded'; Arguments = @{ Bridge = 'br01' }; Id = 'MasqueradeNotFound'; Category = 'ObjectNotFound'; Target = 'br01' }
        @{ What = 'nor of one that never was'; Arguments = @{ Bridge = 'br77' }; Id = 'MasqueradeNotFound'; Category = 'ObjectNotFound'; Target = 'br77' }
        @{ What = 'that subnet is not masqueraded'; Arguments = @{ Subnet = '10.0.0.0/8' }; Id = 'MasqueradeNotFound'; Category = 'ObjectNotFound'; Target = '10.0.0.0/8' }
        @{ What = 'host bits are set'; Arguments = @{ Subnet = '10.0.0.1/8' }; Id = 'InvalidPrefixLength'; Category = 'InvalidArgument'; Target = '10.0.0.1/8' }
        @{ What = 'an empty text is no subnet'; Arguments = @{ Subnet = '' }; Id = 'InvalidAddress'; Category = 'InvalidArgument'; Target = '' }
        @{ What = 'there is no such namespace'; Arguments = @{ Bridge = 'br01'; Namespace = 'nowhere' }; Id = 'NamespaceNotFound'; Category = 'ObjectNotFound'; Target = 'nowhere' }
    ) {
        if (-not $Arguments.Namespace) { $Arguments.Namespace = 'host' }
        Assert-Refused { Disable-Masquerade @Arguments } $Id $Category $Target
    }

    It 'says on a second run that it is gone' {
        $masquerade = Enable-Masquerade br01 @quiet -PassThru
        $masquerade | Disable-Masquerade -WarningAction SilentlyContinue
        Assert-Refused { Disable-Masquerade br01 -Namespace host } MasqueradeNotFound ObjectNotFound br01
        Assert-Refused { $masquerade | Disable-Masquerade } MasqueradeNotFound ObjectNotFound 192.168.88.0/24
    }
}
