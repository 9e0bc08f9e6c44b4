BeforeAll {
    . "$PSScriptRoot/shared/Labs.ps1"
    $others = @(Get-NamespaceNames)
    $WarningPreference = 'SilentlyContinue'
}

Describe 'New-VethLab -Path with YAML' {
    BeforeEach { $before = Get-HereState }
    AfterEach {
        Get-VethLab | Remove-VethLab
        Remove-NamespacesExcept $others
        Get-HereState | Should -Be $before
    }

    It 'makes a lab of a <_> file, in which no and 02:00:00:00:00:01 are texts' -ForEach yaml, yml {
        $file = New-File "lab.$_" @'
name: pair
namespaces: [no, on]
links:
  - ends:
      - { node: no, interface: 1e3, addresses: 10.0.0.1/30, macAddress: 02:00:00:00:00:01 }
      - { node: on, addresses: [10.0.0.2/30, fd00::2/64] }
    mtu: 1400
'@
        $lab = New-VethLab -Path $file
        "$($lab.Namespaces)" | Should -BeExactly 'no on'
        $link = Get-IPLink no 1e3
        $link.address, $link.mtu | Should -Be '02:00:00:00:00:01', 1400
        Get-IPAddressText on eth0 | Should -Be 10.0.0.2/30, fd00::2/64
    }

    It 'makes the same of YAML as of JSON, which is YAML too' {
        $json = [System.IO.File]::ReadAllText("$examples/chain.json")
        $plan = { param($file) (New-VethLab -Path $file -WhatIf).Command }
        & $plan (New-File chain.yaml $json) | Should -Be (& $plan "$examples/chain.json")
    }

    It 'tells everything that is wrong at once, with file, line and path' {
        $file = New-File bad.yaml @'
name: bad
site: &site { subnet: 10.0.0.0/24 }
bridges:
  br01: *site
  br01: { mtu: 1500 }
  br02: { <<: *site, subnet: 10.1.0.0/24, count: two }
namespaces:
  ns01: { addresses: !!str 10.1.0.1 }
'@
        $errors = @(Get-ErrorsOf { New-VethLab -Path $file })
        $errors.TargetObject.Path | Should -Be 'site', 'bridges.br01', 'bridges.br02.count', 'namespaces.ns01.addresses'
        $errors.TargetObject.Line | Should -Be 2, 5, 6, 8
        foreach ($record in $errors) { Assert-NetError $record -Id DescriptionInvalid -Category InvalidData -Message "$file`:*" }
    }

    It 'says where YAML is broken: <Says>' -ForEach @(
        @{ Text = "name: x`nnamespaces:`n`tns01: {}"; Says = 'lab.yaml:3:1: *tab*' }
        @{ Text = "name: x`nnamespaces: [a, b"; Says = 'lab.yaml:2:*' }
        @{ Text = "name: x`n---`nname: y"; Says = 'lab.yaml:2:1: *second document*' }
        @{ Text = ''; Says = 'lab.yaml:1:1: *no name*' }
    ) {
        $file = New-File lab.yaml $Text
        Assert-Refused { New-VethLab -Path $file } -Id DescriptionInvalid -Category InvalidData -Message "*$Says"
    }

    It 'loads its reader where it does not clash with that of another module' {
        New-VethLab -Path (New-File one.yaml 'name: one') | Out-Null
        $reader = [System.AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'YamlDotNet' }
        [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext($reader).Name | Should -Be 'VethLab dependencies'
        $reader.Location | Should -BeLike '*/dependencies/YamlDotNet.dll'
    }
}
