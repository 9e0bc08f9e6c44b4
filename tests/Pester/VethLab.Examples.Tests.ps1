# Every example is applied, tested, and removed without a trace.
BeforeDiscovery {
    $files = [System.IO.Directory]::GetFiles("$PSScriptRoot/../../examples") | Where-Object { $_ -match '\.(psd1|json|ya?ml)$' } | Sort-Object | ForEach-Object { @{ File = $_; Name = [System.IO.Path]::GetFileName($_) } }
}

BeforeAll {
    . "$PSScriptRoot/shared/Labs.ps1"
    $others = @(Get-NamespaceNames)
    $WarningPreference = 'SilentlyContinue'
}

Describe 'The example <Name>' -ForEach $files {
    BeforeAll { $before = Get-HereState }
    AfterAll {
        Get-VethLab | Remove-VethLab
        Remove-NamespacesExcept $others
    }

    It 'is made, is as expected, and leaves nothing, placement <_>' -ForEach Namespace, Host {
        $lab = New-VethLab -Path $File -Placement $_
        $lab.Name | Should -Be ($Name -replace '\..*')
        "$($lab.Placement)" | Should -Be $_
        $results = $lab | Test-VethLab
        $results.Count | Should -BeGreaterThan 1
        $results | Where-Object { -not $_.IsAsExpected } | Should -BeNullOrEmpty
        $lab | Remove-VethLab
        Get-HereState | Should -Be $before
    }
}
