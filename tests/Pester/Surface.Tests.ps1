# What every cmdlet has, whichever it is and whoever adds one: a name that PowerShell approves of, its own file, help, tests, an output
# type with a view; and if it changes something, -WhatIf that changes nothing.
BeforeDiscovery {
    . "$PSScriptRoot/shared/Module.ps1"
    $cmdlets = @(Get-Command -Module VethLab | ForEach-Object { @{ Cmdlet = $_.Name } })
    # Those that change nothing; a block that Invoke-NetNamespace runs answers for itself.
    $changing = @($cmdlets | Where-Object { $_.Cmdlet -notmatch '^(Get|Compare|Group|Test|Watch|Show|Invoke|Receive|Import)-|^Export-NetCapture' })
}

BeforeAll {
    . "$PSScriptRoot/shared/Errors.ps1"
    . "$PSScriptRoot/shared/HelpPages.ps1"
    . "$PSScriptRoot/shared/Everything.ps1"
    $others = @(Get-NamespaceNames)
    $root = [System.IO.Path]::GetFullPath("$PSScriptRoot/../..")
    $manifest = Import-PowerShellDataFile -LiteralPath $moduleManifest
    $assembly = (Get-Command Get-NetInterface).ImplementingType.Assembly
    $maml = [xml] [System.IO.File]::ReadAllText("$([System.IO.Path]::GetDirectoryName($moduleManifest))/en-US/VethLab.PowerShell.dll-Help.xml")

    # The attribute of a cmdlet's class.
    function Get-CmdletAttribute([type] $Type) { $Type.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false)[0] }

    # A change by each cmdlet in New-Everything's network, with what must be there beforehand. A new cmdlet needs a line here.
    $changes = @{
        'Add-VethToBridge'      = @{ Change = { Add-VethToBridge br01 eth1 -Namespace lab } }
        'Disable-Masquerade'    = @{ Change = { Disable-Masquerade br01 -Namespace lab }; Before = { Enable-Masquerade br01 -Namespace lab } }
        'Disable-NetForwarding' = @{ Change = { Disable-NetForwarding br01 -Namespace lab }; Before = { Enable-NetForwarding br01 -Namespace lab } }
        'Remove-NetConnection'  = @{ Change = { Get-NetConnection -Namespace lab | Remove-NetConnection }; Before = { 'table ip probe { chain c { type filter hook output priority 0; ct state new counter; }; }' | ip netns exec lab nft -f -; $null = ip netns exec lab ping -c 1 -W 1 10.4.0.1 } }
        'Enable-Masquerade'     = @{ Change = { Enable-Masquerade br01 -Namespace lab } }
        'Enable-NetForwarding'  = @{ Change = { Enable-NetForwarding br01 -Namespace lab } }
        'Export-VethLab'        = @{ Change = { Export-VethLab fresh -Path "$TestDrive/fresh.txt" }; Before = { New-VethLab fresh -Subnet 10.7.0.0/24 -NamespacePrefix fresh } }
        'New-NetBridge'         = @{ Change = { New-NetBridge br02 -Namespace lab -IPAddress 10.5.0.1/24 } }
        'New-NetIPAddress'      = @{ Change = { New-NetIPAddress 10.4.0.9/24 eth0 -Namespace lab } }
        'New-NetNamespace'      = @{ Change = { New-NetNamespace fresh } }
        'New-NetNeighbor'       = @{ Change = { New-NetNeighbor 10.4.0.3 02:00:00:00:00:03 eth0 -Namespace lab } }
        'New-NetPortMapping'    = @{ Change = { New-NetPortMapping 8080 -DestinationAddress 10.4.0.2 -Namespace lab } }
        'Remove-NetPortMapping' = @{ Change = { Remove-NetPortMapping 8080 -Namespace lab }; Before = { New-NetPortMapping 8080 -DestinationAddress 10.4.0.2 -Namespace lab } }
        'New-NetRoute'          = @{ Change = { New-NetRoute 10.41.0.0/16 10.4.0.2 -Namespace lab } }
        'New-VethLab'           = @{ Change = { New-VethLab fresh -Subnet 10.7.0.0/24 -NamespacePrefix fresh } }
        'New-VethPair'          = @{ Change = { New-VethPair veth01 veth02 -Namespace lab -PeerNamespace ns01 -IPAddress 10.6.0.1/24 } }
        'Remove-NetBridge'      = @{ Change = { Remove-NetBridge br01 -Namespace lab } }
        'Remove-NetInterface'   = @{ Change = { Remove-NetInterface eth0 -Namespace lab } }
        'Remove-NetIPAddress'   = @{ Change = { Remove-NetIPAddress 10.4.0.1/24 eth0 -Namespace lab } }
        'Remove-NetNamespace'   = @{ Change = { Remove-NetNamespace ns01 } }
        'Remove-NetNeighbor'    = @{ Change = { Remove-NetNeighbor 10.4.0.2 eth0 -Namespace lab } }
        'Remove-NetRoute'       = @{ Change = { Remove-NetRoute 10.40.0.0/16 -Namespace lab } }
        'Remove-VethFromBridge' = @{ Change = { Remove-VethFromBridge eth1 -Namespace lab }; Before = { ip -n lab link set eth1 master br01 } }
        'Remove-VethLab'        = @{ Change = { Remove-VethLab fresh }; Before = { New-VethLab fresh -Subnet 10.7.0.0/24 -NamespacePrefix fresh } }
        'Remove-VethPair'       = @{ Change = { Remove-VethPair eth0 -Namespace lab } }
        'Start-NetCapture'      = @{ Change = { Start-NetCapture eth0 -Namespace lab } }
        'Stop-NetCapture'       = @{ Change = { Get-NetCapture | Stop-NetCapture }; Before = { Start-NetCapture eth0 -Namespace lab } }
        'Set-NetBridge'         = @{ Change = { Set-NetBridge br01 -Namespace lab -AgeingTimeSeconds 100 } }
        'Set-NetInterface'      = @{ Change = { Set-NetInterface eth0 -Namespace lab -Mtu 1400 } }
    }

    # All that a change could leave in the kernel, or in the test's folder.
    function Get-Situation { @(Get-Everything) + @([System.IO.Directory]::GetFiles($TestDrive)) }

    # What comes through but the steps of a plan, which -WhatIf returns of a lab.
    function Select-NoPlan { $input | Where-Object { $_.GetType().Name -cne 'LabStep' } }

    # The commands that a script's text calls within its It blocks.
    function Get-TestedCommands([string] $Path) {
        $tree = [System.Management.Automation.Language.Parser]::ParseFile($Path, [ref] $null, [ref] $null)
        $isCommand = { param($node) $node -is [System.Management.Automation.Language.CommandAst] }
        $tree.FindAll($isCommand, $true) | Where-Object { $_.GetCommandName() -eq 'It' } |
            ForEach-Object { $_.FindAll($isCommand, $true) } | ForEach-Object { $_.GetCommandName() } | Sort-Object -Unique
    }
}

Describe 'The module' {
    It 'exports exactly its public cmdlets, each under the name that its class says' {
        $public = $assembly.GetTypes() | Where-Object { $_.IsPublic -and (Get-CmdletAttribute $_) } |
            ForEach-Object { $attribute = Get-CmdletAttribute $_; "$($attribute.VerbName)-$($attribute.NounName)" }
        $public | Should -Not -BeNullOrEmpty
        $manifest.CmdletsToExport | Sort-Object | Should -BeExactly ($public | Sort-Object)
        (Get-Command -Module VethLab).Name | Sort-Object | Should -BeExactly ($public | Sort-Object)
        "$($manifest.FunctionsToExport)$($manifest.AliasesToExport)$($manifest.VariablesToExport)" | Should -BeExactly ''
    }

    It 'has every file of views in its manifest' {
        $files = [System.IO.Directory]::GetFiles("$root/src/VethLab.PowerShell/Format") | ForEach-Object { "bin/Format/$([System.IO.Path]::GetFileName($_))" }
        $manifest.FormatsToProcess | Sort-Object | Should -BeExactly ($files | Sort-Object)
    }
}

Describe '<Cmdlet>' -ForEach $cmdlets {
    BeforeAll {
        $command = Get-Command $Cmdlet
        $type = $command.ImplementingType
        $outputs = @($command.OutputType | ForEach-Object { $_.Type })
    }

    It 'has a verb that PowerShell approves of, and a singular noun' {
        $verbs = 'Common', 'Communications', 'Data', 'Diagnostic', 'Lifecycle', 'Other', 'Security' | ForEach-Object {
            ([System.Management.Automation.PSObject].Assembly.GetType("System.Management.Automation.Verbs$_")).GetFields() | ForEach-Object Name
        }
        $verbs | Should -Contain $command.Verb
        $command.Noun | Should -Not -Match '(?<!s)s$'
    }

    It 'is one file, named like its class' {
        $type.Name | Should -BeExactly "$($Cmdlet.Replace('-', ''))Command"
        $file = "$root/src/VethLab.PowerShell/Commands/$($type.Name).cs"
        $file | Should -Exist
        [regex]::Matches([System.IO.File]::ReadAllText($file), '(?m)^\[Cmdlet\(') | Should -HaveCount 1
    }

    It 'has a help page and an entry in what Get-Help shows' {
        "$root/docs/help/$Cmdlet.md" | Should -Exist
        @($maml.GetElementsByTagName('command:name') | Where-Object { $_.InnerText -ceq $Cmdlet }) | Should -HaveCount 1
        (Get-Help $Cmdlet).Synopsis | Should -Not -BeNullOrEmpty
        (Get-Help $Cmdlet).Synopsis | Should -Not -BeLike "*$Cmdlet*-*"         # what Get-Help makes up where it has nothing
    }

    It 'has tests of its own, which call it' {
        $file = "$PSScriptRoot/$Cmdlet.Tests.ps1"
        $file | Should -Exist
        Get-TestedCommands $file | Should -Contain $Cmdlet
    }

    It 'says what it returns; nothing is said only where the page says None' {
        if ($outputs) { return }
        $command.Verb | Should -BeIn Remove, Disable, Invoke
        Get-Parts (Read-HelpPage $Cmdlet) OUTPUTS | Should -Be ($Cmdlet -eq 'Invoke-NetNamespace' ? 'System.Object' : 'None')
    }

    It 'returns objects that have a view' {
        foreach ($output in $outputs | Where-Object { $_.Namespace -ne 'System' }) {
            $view = Get-FormatData -TypeName $output.FullName -PowerShellVersion $PSVersionTable.PSVersion
            $view | Should -Not -BeNullOrEmpty -Because "$output is returned"
            @($view.FormatViewDefinition | Where-Object { $_.Control -is [System.Management.Automation.TableControl] }) | Should -Not -BeNullOrEmpty -Because "$output is shown as a table"
        }
    }
}

Describe '<Cmdlet>, which changes something,' -ForEach $changing {
    BeforeAll { $attribute = Get-CmdletAttribute (Get-Command $Cmdlet).ImplementingType }

    BeforeEach {
        $ErrorActionPreference = 'Stop'
        $changes.Contains($Cmdlet) | Should -BeTrue -Because 'each changing cmdlet has a change in the table above'
        New-Everything
        if ($changes[$Cmdlet].Before) { $null = & $changes[$Cmdlet].Before 3> $null }
        $situation = Get-Situation
    }

    AfterEach {
        Remove-NamespacesExcept $others
        [System.IO.Directory]::GetFiles($TestDrive) | ForEach-Object { [System.IO.File]::Delete($_) }
    }

    It 'asks before it does, but stops no script' {
        $attribute.SupportsShouldProcess | Should -BeTrue
        [int] $attribute.ConfirmImpact | Should -BeLessOrEqual ([int] [System.Management.Automation.ConfirmImpact]::Medium)
    }

    It 'changes nothing with -WhatIf, nor where $WhatIfPreference is set, and does something without' {
        $change = "$($changes[$Cmdlet].Change)"
        & ([scriptblock]::Create("$change -WhatIf")) | Select-NoPlan | Should -BeNullOrEmpty
        Get-Difference $situation (Get-Situation) | Should -BeNullOrEmpty
        & ([scriptblock]::Create("`$WhatIfPreference = `$true; $change")) | Select-NoPlan | Should -BeNullOrEmpty
        Get-Difference $situation (Get-Situation) | Should -BeNullOrEmpty
        $null = & $changes[$Cmdlet].Change 3> $null
        Get-Difference $situation (Get-Situation) | Should -Not -BeNullOrEmpty
    }

    It 'returns what it says' {
        $returned = @(& $changes[$Cmdlet].Change 3> $null)
        $types = @((Get-Command $Cmdlet).OutputType | ForEach-Object { $_.Type })
        if ($Cmdlet -notmatch '^(New|Start)-') { $returned | Should -BeNullOrEmpty; return }
        $returned | Should -HaveCount 1
        $returned[0].GetType() | Should -BeIn $types
        # Read back: what Get- finds for the object is equal to it, but for the link's state and counters, which go on.
        $get = "Get-$($Cmdlet -replace '^\w+-')"
        $found = $returned[0] | & $get
        $found | Should -HaveCount 1
        $state = 'State', 'PeerState', 'AddressState', 'Counters' | Where-Object { $returned[0].PSObject.Properties[$_] }
        foreach ($property in $returned[0].PSObject.Properties | Where-Object { $_.Name -notin $state }) {
            "$($found.($property.Name))" | Should -BeExactly "$($property.Value)" -Because $property.Name
        }
    }
}
