# Every error id, provoked for real: docs/errors.md has the same ids and categories, and each error is complete.
BeforeDiscovery {
    . "$PSScriptRoot/shared/Provocations.ps1"
    $cases = @(foreach ($id in $provocations.Keys) { @{ Id = $id; Do = $provocations[$id].Do } })
}

BeforeAll {
    . "$PSScriptRoot/shared/Errors.ps1"
    . "$PSScriptRoot/shared/OtherSessions.ps1"
    . "$PSScriptRoot/shared/Provocations.ps1"
    $others = @(Get-NamespaceNames)
    Initialize-Provocations
    # | id | category | when |
    $documented = [ordered]@{}
    foreach ($line in [System.IO.File]::ReadAllLines("$PSScriptRoot/../../docs/errors.md")) {
        if ($line -cmatch '^\| ([A-Z]\w+) \| (\w+) \| ') { $documented[$Matches[1]] = $Matches[2] }
    }
}

AfterAll { Remove-NamespacesExcept $others }

Describe 'The error ids' {
    It 'are in docs/errors.md, all of them, sorted, and no others' {
        $ids = @([System.Enum]::GetNames([VethLab.Networks.Errors.NetworkError]))
        [array]::Sort($ids, [System.StringComparer]::Ordinal)
        $ids.Count | Should -BeGreaterThan 30
        @($documented.Keys) | Should -BeExactly $ids
    }

    It 'have a provocation each' {
        @($provocations.Keys) | Should -BeExactly @($documented.Keys)
    }

    It '<Id> is what "<Do>" is refused with' -ForEach $cases {
        $case = $provocations[$Id]
        if ($case.Before) { & $case.Before }
        try {
            $picture = Get-NetworkPicture
            $told = @(
                if ($case.Through) { Invoke-Elsewhere $case.Through "$Do" }
                else { Get-ErrorsOf $case.Do | ForEach-Object { Get-ErrorFacts $_ } }
            )
            Get-NetworkPicture | Should -BeExactly $picture -Because 'a refusal changes nothing'
        }
        finally { if ($case.After) { & $case.After } }

        $told | Should -HaveCount 1 -Because "it said: $told"
        $command = $case.Do.Ast.Find({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true).GetCommandName()
        $told[0].Id | Should -BeExactly "$Id,$((Get-Command $command).ImplementingType.FullName)" -Because "it said: $($told[0])"
        $told[0].Category | Should -BeExactly $documented[$Id]
        $told[0].Target | Should -BeExactly "$($case.Target)"
        $told[0].Message | Should -BeLike $(if ($case.Says) { $case.Says } else { '?*' })
        $told[0].Shown | Should -BeExactly $told[0].Message
        $told[0].Advice | Should -BeLike $(if ($case.Advises) { $case.Advises } else { '?*' })
        $told[0].Advice | Should -Match '[a-z].*[.)]$' -Because 'it is a sentence'
        # What a script has that caught it.
        $told[0].Type | Should -BeExactly VethLab.Networks.Errors.NetworkException
        $told[0].Error | Should -BeExactly $Id
    }
}

Describe 'An error' {
    It 'is in $Error, and in the variable of -ErrorVariable, with its typed exception' {
        $Error.Clear()
        Remove-NetBridge br07 -Namespace lab -ErrorAction SilentlyContinue -ErrorVariable refusal
        $refusal | Should -HaveCount 1
        $refusal[0].Exception | Should -BeOfType ([VethLab.Networks.Errors.NetworkException])
        $Error[0].Exception.Error | Should -Be BridgeNotFound
        $Error[0].Exception.Target | Should -BeExactly br07
        $Error[0].CategoryInfo.Activity | Should -BeExactly Remove-NetBridge
    }

    It 'ends what it is in with -ErrorAction Stop, and can be caught by its type' {
        $caught = try { Remove-NetBridge br07 -Namespace lab -ErrorAction Stop } catch [VethLab.Networks.Errors.NetworkException] { $_ }
        $caught.Exception.Error | Should -Be BridgeNotFound
    }

    It 'of the kernel has its number, its words and the place in the request it objects to' {
        $refusal = Get-FirstError { Add-VethToBridge br01 br02 -Namespace lab }
        $refusal.Exception.Errno | Should -Be ELOOP
        $refusal.Exception.KernelMessage | Should -BeExactly 'Can not enslave a bridge to a bridge'
        $refusal.Exception.InnerException | Should -BeOfType ([VethLab.Linux.Netlink.NetlinkException])
        (Get-FirstError { Set-NetInterface v0 -Alias ('x' * 300) -Namespace lab }).Exception.InnerException.AttributeOffset | Should -BeGreaterThan 0
    }

    It 'shows its advice at the prompt' {
        $text = Get-FirstError { Remove-NetBridge br07 -Namespace lab } | Out-String -Width 300
        $text | Should -BeLike '*There is no bridge*Get-NetBridge lists*'
    }

    It 'shows it with PowerShell 7.4 too, which itself shows messages only' {
        $failure = [VethLab.Networks.Errors.NetworkException]::new('BridgeNotFound', 'There is none.', 'br07', 'Make one.')
        $records = [VethLab.PowerShell.Commands.NetCmdlet].Assembly.GetType('VethLab.PowerShell.Errors.ErrorRecords', $true)
        $from = $records.GetMethod('From', [System.Reflection.BindingFlags] 'NonPublic, Static', $null, [type[]] ($failure.GetType(), [bool]), $null)
        "$($from.Invoke($null, @($failure, $false)))" | Should -BeExactly "There is none.`n  Recommendation: Make one."
        "$($from.Invoke($null, @($failure, $true)))" | Should -BeExactly 'There is none.'
        $from.Invoke($null, @($failure, $false)).Exception.Message | Should -BeExactly 'There is none.'
    }
}
