# Get-NetConnection: what /proc/net/nf_conntrack shows, with the translation in words.
BeforeAll {
    if (-not (Get-Module VethLab)) { Import-Module "$PSScriptRoot/../../VethLab.psd1" }
    . $PSScriptRoot/shared/Errors.ps1
    . $PSScriptRoot/shared/Witnesses.ps1
    . $PSScriptRoot/shared/Tcpdump.ps1
    . $PSScriptRoot/shared/TutorialHost.ps1
}

Describe 'Get-NetConnection' {
    BeforeAll {
        New-TutorialHost
        Add-TutorialBridge
        Set-Sysctl host netfilter/nf_conntrack_acct 1
        Enable-Masquerade br01 -Namespace host -WarningAction SilentlyContinue
        $null = ip netns exec ns02 ping -c 1 -W 3 -e 42 114.114.114.114
        # A TCP connection that stays, and a UDP packet that nobody answers but ICMP.
        $listener = Invoke-NetNamespace internet { [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Any, 80) }
        Invoke-NetNamespace internet { $listener.Start() }
        $client = Invoke-NetNamespace ns01 { [System.Net.Sockets.Socket]::new('InterNetwork', 'Stream', 'Tcp') }
        $client.Connect('114.114.114.114', 80)
        ip netns exec ns01 bash -c 'echo x > /dev/udp/114.114.114.114/53'
        function Get-Protocols { @($input | ForEach-Object Protocol | Where-Object { $_ -ne 'igmp' } | Sort-Object) }      # a bridge listens to multicast
        Wait-Until { @(Get-NetConnection -Protocol icmp, tcp, udp -Namespace host).Count -eq 3 } | Should -BeTrue
    }
    AfterAll {
        $client.Dispose()
        $listener.Stop()
        Remove-TutorialNamespaces
    }

    It 'lists what the kernel does' {
        $told = ip netns exec host cat /proc/net/nf_conntrack | ForEach-Object {
            $fields = [regex]::Matches($_, '(src|dst|sport|dport)=(\S+)') | ForEach-Object { $_.Groups[2].Value }
            "$(($_ -split '\s+')[2]) $fields"
        } | Where-Object { $_ -notlike 'unknown*' } | Sort-Object
        $told | Should -HaveCount 3
        Get-NetConnection -Namespace host | Where-Object Protocol -NE igmp | ForEach-Object {
            $fields = $_.SourceAddress, $_.DestinationAddress, $_.SourcePort, $_.DestinationPort, $_.ReplySourceAddress, $_.ReplyDestinationAddress, $_.ReplySourcePort, $_.ReplyDestinationPort
            "$($_.Protocol) $($fields | Where-Object { $null -ne $_ })"
        } | Sort-Object | Should -Be $told
    }

    It 'tells name, state, translation, timeout and counters' {
        $ping = Get-NetConnection -Protocol icmp -Namespace host
        $ping.Name | Should -BeExactly 'icmp 192.168.88.12 -> 114.114.114.114 id 42'
        $ping.State | Should -BeExactly 'REPLIED'
        $ping.Translation | Should -BeExactly 'source 192.168.88.12 -> 10.10.12.27'
        "$($ping.Packets) $($ping.Bytes) $($ping.ReplyPackets) $($ping.ReplyBytes) $($ping.Mark)" | Should -BeExactly '1 84 1 84 0'
        $ping.Timeout | Should -BeGreaterThan 0
        "$($ping.Status)" | Should -Match 'SeenReply.*SourceNat'
        (Get-NetConnection -Protocol tcp -Namespace host).State | Should -BeExactly 'ESTABLISHED'
        (Get-NetConnection -Protocol udp -Namespace host).State | Should -BeExactly 'UNREPLIED'
    }

    It 'is filtered by <Filter>' -ForEach @(
        @{ Filter = '192.168.88.12'; Expected = @('icmp') }
        @{ Filter = '10.10.12.27'; Expected = 'icmp', 'tcp', 'udp' }
        @{ Filter = '192.168.88.*'; Expected = 'icmp', 'tcp', 'udp' }
        @{ Filter = '10.9.9.9'; Expected = @() }
        @{ Filter = '-Port 80'; Expected = @('tcp') }
        @{ Filter = '-Port 53, 80'; Expected = 'tcp', 'udp' }
        @{ Filter = '-Protocol TCP'; Expected = @('tcp') }
        @{ Filter = '-State ESTAB*, UNREPLIED'; Expected = 'tcp', 'udp' }
        @{ Filter = '-Translated'; Expected = 'icmp', 'tcp', 'udp' }
        @{ Filter = '-Translated -Port 1'; Expected = @() }
    ) {
        & ([scriptblock]::Create("Get-NetConnection $Filter -Namespace host")) | Get-Protocols | Should -Be $Expected
    }

    It 'takes namespaces, connections and addresses from the pipeline' {
        Get-NetNamespace host | Get-NetConnection | Get-Protocols | Should -HaveCount 3
        (Get-NetConnection -Protocol icmp -Namespace host | Get-NetConnection).Name | Should -BeLike 'icmp*'
        (Get-NetConnection -Protocol icmp -Namespace host | ConvertTo-Json | ConvertFrom-Json | Get-NetConnection).Name | Should -BeLike 'icmp*'
        @(Get-NetIPAddress 10.10.12.27 -Namespace host | Get-NetConnection) | Should -HaveCount 3
    }

    It 'is empty where nothing is tracked' {
        Get-NetConnection -Namespace ns01 | Should -BeNullOrEmpty
    }

    It 'refuses a namespace that is not there' {
        Assert-Refused { Get-NetConnection -Namespace nowhere } NamespaceNotFound ObjectNotFound nowhere
    }
}
