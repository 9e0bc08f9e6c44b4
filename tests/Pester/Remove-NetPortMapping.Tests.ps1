# Remove-NetPortMapping: rules, settings and flows as they were; what others need stays.
BeforeAll {
    if (-not (Get-Module VethLab)) { Import-Module "$PSScriptRoot/../../VethLab.psd1" }
    . $PSScriptRoot/shared/Errors.ps1
    . $PSScriptRoot/shared/Witnesses.ps1
    . $PSScriptRoot/shared/TutorialHost.ps1
    New-TutorialHost
    Add-TutorialBridge
    ip -n host address add fd88::1/64 nodad dev br01
    ip -n ns01 address add fd88::11/64 nodad dev veth01
    $before = Get-VethLabBaseline host
    function New-Mappings {
        $null = New-NetPortMapping 8080 ns01 -DestinationPort 80 -Protocol Tcp, Udp -Namespace host -WarningAction SilentlyContinue
    }
    function Get-Left { @(Get-NetPortMapping -Namespace host | ForEach-Object { "$($_.Name) $($_.DestinationAddress)" }) }
}
AfterAll { Remove-TutorialNamespaces }

Describe 'Remove-NetPortMapping' {
    BeforeEach { New-Mappings }
    AfterEach {
        Get-NetPortMapping -Namespace host | Remove-NetPortMapping -WarningAction SilentlyContinue
        Compare-VethLabBaseline $before | Should -BeNullOrEmpty
    }

    It 'takes <Title>' -ForEach @(
        @{ Title = 'a port, of both protocols and families'; Do = { Remove-NetPortMapping 8080 -Namespace host }; Left = @() }
        @{ Title = 'one protocol'; Do = { Remove-NetPortMapping 8080 -Protocol Udp -Namespace host }; Left = 'tcp/8080 192.168.88.11', 'tcp/8080 fd88::11' }
        @{ Title = 'one address'; Do = { Remove-NetPortMapping 8080 -DestinationAddress fd88::11 -Namespace host }; Left = 'tcp/8080 192.168.88.11', 'udp/8080 192.168.88.11' }
        @{ Title = 'objects'; Do = { Get-NetPortMapping -Protocol Tcp -Namespace host | Remove-NetPortMapping }; Left = 'udp/8080 192.168.88.11', 'udp/8080 fd88::11' }
        @{ Title = 'rows of JSON'; Do = { Get-NetPortMapping -Protocol Tcp -Namespace host | ConvertTo-Json | ConvertFrom-Json | Remove-NetPortMapping }; Left = 'udp/8080 192.168.88.11', 'udp/8080 fd88::11' }
        @{ Title = 'rows of CSV'; Do = { @(Get-NetPortMapping -Namespace host)[0] | ConvertTo-Csv | ConvertFrom-Csv | Remove-NetPortMapping }; Left = 'udp/8080 192.168.88.11', 'tcp/8080 fd88::11', 'udp/8080 fd88::11' }
    ) {
        & $Do 3> $null
        Get-Left | Should -BeExactly $Left
    }

    It 'returns what was, with -PassThru alone' {
        Remove-NetPortMapping 8080 -Protocol Tcp -DestinationAddress fd88::11 -Namespace host | Should -BeNullOrEmpty
        (Remove-NetPortMapping 8080 -Namespace host -PassThru -WarningAction SilentlyContinue).Name | Should -BeExactly 'tcp/8080', 'udp/8080', 'udp/8080'
    }

    It 'changes nothing with -WhatIf' {
        $with = Get-VethLabBaseline host
        Remove-NetPortMapping 8080 -Namespace host -WhatIf
        Compare-VethLabBaseline $with | Should -BeNullOrEmpty
    }

    It 'does what its -Verbose commands do' {
        # Whole tables: the commands name rules by numbers that are given anew each time.
        $commands = Get-VerboseLines { Remove-NetPortMapping 8080 -Namespace host -Verbose -WarningAction SilentlyContinue } | Where-Object { $_ -match '^ip ' }
        New-Mappings
        foreach ($command in $commands | Where-Object { $_ -notmatch 'handle' }) { sh -c $command; $LASTEXITCODE | Should -Be 0 -Because $command }
        ip netns exec host nft list ruleset | Should -BeNullOrEmpty
    }

    It 'refuses what is not published' {
        Assert-Refused { Remove-NetPortMapping 9 -Namespace host } PortMappingNotFound ObjectNotFound 9
        Assert-Refused { Remove-NetPortMapping x -Namespace host } InvalidValue InvalidArgument x
        $one = @(Get-NetPortMapping -Namespace host)[0]
        $one | Remove-NetPortMapping
        Assert-Refused { $one | Remove-NetPortMapping } PortMappingNotFound ObjectNotFound 'tcp/8080'
    }

    It 'leaves forwarding to whoever else needs it' {
        Enable-NetForwarding -Namespace host
        Remove-NetPortMapping 8080 -Namespace host -WarningAction SilentlyContinue
        Get-Sysctl host ipv4/ip_forward | Should -BeExactly '1'
        Get-Sysctl host ipv6/conf/all/forwarding | Should -BeExactly '0'
        Disable-NetForwarding -Namespace host -WarningAction SilentlyContinue
    }
}
