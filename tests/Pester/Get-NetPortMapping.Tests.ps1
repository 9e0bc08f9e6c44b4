# Get-NetPortMapping: what nft knows, by port, name, protocol and namespace, and from what is piped in.
BeforeAll {
    if (-not (Get-Module VethLab)) { Import-Module "$PSScriptRoot/../../VethLab.psd1" }
    . $PSScriptRoot/shared/Errors.ps1
    . $PSScriptRoot/shared/Witnesses.ps1
    . $PSScriptRoot/shared/TutorialHost.ps1
    New-TutorialHost
    Add-TutorialBridge
    $made = @(
        New-NetPortMapping 8080 ns01 -DestinationPort 80 -Protocol Tcp, Udp -Namespace host -WarningAction SilentlyContinue
        New-NetPortMapping 8000-8010 ns02 -Namespace host
    )
}
AfterAll { Remove-TutorialNamespaces }

Describe 'Get-NetPortMapping' {
    It 'returns what New-NetPortMapping returned, and what nft has counted' {
        Get-NetPortMapping -Namespace host | ForEach-Object { "$_" } | Should -BeExactly 'tcp/8080', 'udp/8080', 'tcp/8000-8010'
        (Get-NetPortMapping -Namespace host) -join ' ' | Should -BeExactly ($made -join ' ')
        Get-NetPortMapping -Namespace host | ConvertTo-Json | Should -BeExactly ($made | ConvertTo-Json)
        # The first packet of a connection that nothing answers.
        ip netns exec internet sh -c 'echo x | timeout 1 socat -u - UDP:10.10.12.27:8080'
        (Get-NetPortMapping udp/8080 -Namespace host).Packets | Should -Be 1
        (Get-NftJson host rule 'chain ip vethlab prerouting').expr.counter.packets | Measure-Object -Sum | ForEach-Object Sum | Should -Be 1
    }

    It 'finds by <Title>' -ForEach @(
        @{ Title = 'port'; Do = { Get-NetPortMapping 8080 -Namespace host }; Names = 'tcp/8080', 'udp/8080' }
        @{ Title = 'name'; Do = { Get-NetPortMapping tcp/8080 -Namespace host }; Names = @('tcp/8080') }
        @{ Title = 'wildcard'; Do = { Get-NetPortMapping 80*0 -Namespace host }; Names = 'tcp/8080', 'udp/8080', 'tcp/8000-8010' }
        @{ Title = 'a wildcard that nothing matches'; Do = { Get-NetPortMapping 9* -Namespace host }; Names = @() }
        @{ Title = 'protocol'; Do = { Get-NetPortMapping -Protocol Udp -Namespace host }; Names = @('udp/8080') }
        @{ Title = 'namespace'; Do = { Get-NetPortMapping -DestinationNamespace ns02 -Namespace * }; Names = @('tcp/8000-8010') }
        @{ Title = 'a piped namespace'; Do = { Get-NetNamespace host | Get-NetPortMapping }; Names = 'tcp/8080', 'udp/8080', 'tcp/8000-8010' }
        @{ Title = 'a piped port'; Do = { '8000-8010' | Get-NetPortMapping -Namespace host }; Names = @('tcp/8000-8010') }
        @{ Title = 'a piped mapping'; Do = { $made[1] | Get-NetPortMapping }; Names = @('udp/8080') }
        @{ Title = 'one from JSON'; Do = { $made[1] | ConvertTo-Json | ConvertFrom-Json | Get-NetPortMapping }; Names = @('udp/8080') }
        @{ Title = 'one from CSV'; Do = { $made[2] | ConvertTo-Csv | ConvertFrom-Csv | Get-NetPortMapping }; Names = @('tcp/8000-8010') }
    ) {
        @(& $Do | ForEach-Object Name) | Should -BeExactly $Names
    }

    It 'refuses a port that is not published, and what has none' {
        Assert-Refused { Get-NetPortMapping 9999 -Namespace host } PortMappingNotFound ObjectNotFound 9999
        Assert-Refused { Get-NetPortMapping 8080 -Namespace internet } PortMappingNotFound ObjectNotFound 8080
        Assert-Refused { Get-Date | Get-NetPortMapping } InvalidValue InvalidArgument
        Get-NetPortMapping -Namespace internet | Should -BeNullOrEmpty
    }

    It 'does not count masquerades and other rules among them, nor they it' {
        Enable-Masquerade br01 -Namespace host
        ip netns exec host nft add rule ip vethlab prerouting tcp dport 99 counter accept
        Get-NetPortMapping -Namespace host | Should -HaveCount 3
        Get-Masquerade -Namespace host | Should -HaveCount 1
    }
}
