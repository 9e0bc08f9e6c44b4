# The help: pages say what is so, their examples run, and what Get-Help shows was built from them.
BeforeDiscovery {
    if (-not (Get-Module VethLab)) { Import-Module "$PSScriptRoot/../../VethLab.psd1" }
    $cmdlets = @(Get-Command -Module VethLab | ForEach-Object { @{ Cmdlet = $_.Name } })
}

BeforeAll {
    . $PSScriptRoot/shared/HelpPages.ps1

    # Runs pieces of code one after the other in a namespace that plays the host, with an uplink to an internet where they mention that.
    # Returns their output; the first error ends it.
    function Invoke-Example([string[]] $Code) {
        $ErrorActionPreference = 'Stop'
        $WarningPreference = 'SilentlyContinue'
        $null = New-NetNamespace helphost
        if ("$Code" -like '*114.114.114.114*') {
            $null = New-NetNamespace internet
            $null = New-VethPair ens160 lan -Namespace helphost -PeerNamespace internet -IPAddress 10.10.12.27/24 -PeerIPAddress 10.10.12.1/24 -Gateway 10.10.12.1
            $null = New-NetIPAddress 114.114.114.114/32 lo -Namespace internet
        }
        Invoke-NetNamespace helphost {
            foreach ($piece in $Code) {
                try { . ([scriptblock]::Create($piece)) }
                catch { throw "$_ In: $piece" }
            }
        }
    }
}

Describe 'The page of <Cmdlet>' -ForEach $cmdlets {
    BeforeAll {
        $command = Get-Command $Cmdlet
        $page = Read-HelpPage $Cmdlet
    }

    It 'says of the parameters what the cmdlet has' {
        $said = @(Get-PageFacts $page)
        $so = @(Get-CmdletFacts $command)
        $so | Should -Not -BeNullOrEmpty
        $said | Where-Object { $_ -cnotin $so } | Should -BeNullOrEmpty -Because 'the page says so and the cmdlet does not'
        $so | Where-Object { $_ -cnotin $said } | Should -BeNullOrEmpty -Because 'the cmdlet says so and the page does not'
    }

    It 'has the syntax of each parameter set' {
        $said = foreach ($set in Get-Parts $page SYNTAX) { ("$set " + $page["SYNTAX/$set"].Trim('`').Trim()) -replace '\s+', ' ' }
        $so = foreach ($set in $command.ParameterSets) {
            "$($set.Name)$(if ($set.IsDefault -and $set.Name -ne '__AllParameterSets') { ' (Default)' }) $Cmdlet $set" -replace '\s+', ' '
        }
        $said | Sort-Object | Should -Be ($so | Sort-Object)
    }

    It 'is complete' {
        @($page.Values -like '*{{*') | Should -BeNullOrEmpty
        'SYNOPSIS', 'DESCRIPTION', 'NOTES', 'RELATED LINKS' | Where-Object { -not $page[$_] } | Should -BeNullOrEmpty -Because 'these sections say something'
        @(Get-Parts $page EXAMPLES).Count | Should -BeGreaterThan 1
        $unsaid = foreach ($parameter in $command.Parameters.Values | Where-Object { $page.Contains("PARAMETERS/-$($_.Name)") }) {
            $prose = $page["PARAMETERS/-$($parameter.Name)"] -replace '(?s)```.*'
            if (-not $prose.Trim()) { "-$($parameter.Name)" }
            $parameter.Attributes | Where-Object { $_ -is [ValidateSet] } | ForEach-Object ValidValues | Where-Object { $prose -cnotmatch "\b$_\b" }
        }
        $unsaid | Should -BeNullOrEmpty -Because 'parameters, and the values they can have, must be explained'
    }

    It 'names what comes from the pipeline and what goes into it' {
        $takes = @($command.Parameters.Values | Where-Object { $_.ParameterSets.Values | Where-Object { $_.ValueFromPipeline -or $_.ValueFromPipelineByPropertyName } })
        (Get-Parts $page INPUTS) -contains 'None' | Should -Be ($takes.Count -eq 0)
        $page.Contains('INPUTS') | Should -BeTrue
        # A cmdlet that says nothing of its output returns nothing, but for the one that returns what others do.
        $returns = @($command.OutputType | ForEach-Object { $_.Type.FullName })
        if (-not $returns) { $returns = $Cmdlet -eq 'Invoke-NetNamespace' ? 'System.Object' : 'None' }
        Get-Parts $page OUTPUTS | Should -Be $returns
    }

    It 'links to pages that exist' {
        $links = [regex]::Matches($page['RELATED LINKS'], '\]\(([^:)]+)\)') | ForEach-Object { $_.Groups[1].Value }
        $links | Where-Object { -not [System.IO.File]::Exists("$helpFolder/$_") } | Should -BeNullOrEmpty
    }

    It 'is what Get-Help shows' {
        $help = Get-Help $Cmdlet -Full
        $help.Synopsis.Trim() | Should -BeExactly $page['SYNOPSIS']
        @($help.examples.example | ForEach-Object code) | Should -Be @(Get-ExampleCode $page)
        $shown = @($help.parameters.parameter | ForEach-Object { "-$($_.name) DefaultValue $($_.defaultValue)" })
        $shown | Sort-Object | Should -Be (Get-CmdletFacts $command | Where-Object { $_ -match '^-\w+ DefaultValue ' } | Sort-Object)
        $help.parameters.parameter | Where-Object { -not $_.description.Text } | Should -BeNullOrEmpty
    }
}

Describe 'Examples' {
    BeforeEach { $before = @(Get-NetNamespace | ForEach-Object Name) }
    AfterEach { Get-NetNamespace | Where-Object { $_.Name -cnotin $before } | Remove-NetNamespace -Force }

    It 'of <Cmdlet> run in their order, and what they ping answers' -ForEach $cmdlets {
        $output = Invoke-Example (Get-ExampleCode (Read-HelpPage $Cmdlet))
        $output | Where-Object { $_.PSTypeNames -contains 'VethLab.Networks.Reachability.PingResult' -and -not $_.IsSuccess } | Should -BeNullOrEmpty
    }

    It 'of about_VethLab run' {
        $topic = [System.IO.File]::ReadAllText("$helpFolder/about_VethLab.md")
        $code = @([regex]::Matches($topic, '(?s)```powershell\n(.+?)\n```') | ForEach-Object { $_.Groups[1].Value })
        $code | Should -Not -BeNullOrEmpty
        $output = Invoke-Example $code
        ($output | Where-Object { $_.PSTypeNames -contains 'VethLab.Networks.Reachability.PingResult' }).IsSuccess | Should -BeTrue
        (Get-NetNamespace).Name | Should -Be (@($before) + 'helphost', 'internet' | Sort-Object)
    }
}

Describe 'en-US' {
    It 'was built from these pages; if not: pwsh ./build.ps1 -Task Help' {
        $head = [System.IO.File]::ReadAllText("$PSScriptRoot/../../en-US/VethLab.PowerShell.dll-Help.xml")
        [regex]::Match($head, 'SHA-256 of the pages: ([0-9A-F]{64}) ').Groups[1].Value | Should -BeExactly (& $PSScriptRoot/../../docs/Get-HelpHash.ps1)
    }

    It 'has no page of a cmdlet that is not there' {
        $pages = [System.IO.Directory]::GetFiles($helpFolder, '*-*.md') | ForEach-Object { [System.IO.Path]::GetFileNameWithoutExtension($_) }
        $pages | Sort-Object | Should -Be (Get-Command -Module VethLab | ForEach-Object Name | Sort-Object)
    }

    It 'has about_VethLab' { Get-Help about_VethLab | Should -BeLike '*SHORT DESCRIPTION*The tutorial in seven lines*' }
}
