BeforeAll {
    . "$PSScriptRoot/shared/Labs.ps1"
    $others = @(Get-NamespaceNames)
    $WarningPreference = 'SilentlyContinue'
}

Describe 'Export-VethLab' {
    BeforeAll {
        $demo = New-VethLab demo -Subnet 10.0.0.0/24
        $two = New-VethLab two @{ namespaces = 'a', 'b' }
    }
    AfterAll {
        Get-VethLab | Remove-VethLab
        Remove-NamespacesExcept $others
    }
    BeforeEach { $folder = [System.IO.Directory]::CreateDirectory("$TestDrive/$([guid]::NewGuid())").FullName }

    It 'returns one text for each lab' {
        $texts = @($demo, $two | Export-VethLab -As Text)
        $texts | Should -HaveCount 2
        $texts[0] | Should -BeOfType string
        $texts[0] | Should -BeExactly (Show-VethLab demo -Width 100)
        $texts[1] | Should -Match '│ a │'
    }

    It 'writes a file, in the format that its extension says, and nothing else' {
        Export-VethLab demo "$folder/demo.TXT" | Should -BeNullOrEmpty
        [System.IO.File]::ReadAllText("$folder/demo.TXT") | Should -BeExactly ((Export-VethLab demo -As Text) + "`n")
        [System.IO.File]::ReadAllBytes("$folder/demo.TXT")[0] | Should -BeIn 0x20, 0xe2 -Because 'it is UTF-8 without a mark'
        [System.IO.Directory]::GetFileSystemEntries($folder) | Should -HaveCount 1
    }

    It 'takes a path from where the user is, and -As before the extension' {
        Push-Location $folder
        try { Export-VethLab demo -Path drawing.dot -As Text } finally { Pop-Location }
        [System.IO.File]::ReadAllText("$folder/drawing.dot") | Should -Match '│ ns01'
    }

    It 'replaces a file only with -Force, and keeps its permissions' {
        [System.IO.File]::WriteAllText("$folder/demo.txt", 'mine')
        [System.IO.File]::SetUnixFileMode("$folder/demo.txt", 'UserRead, UserWrite')
        Assert-Refused { Export-VethLab demo "$folder/demo.txt" } -Id FileExists -Category ResourceExists -Target "$folder/demo.txt"
        [System.IO.File]::ReadAllText("$folder/demo.txt") | Should -BeExactly mine
        Export-VethLab demo "$folder/demo.txt" -Force
        [System.IO.File]::ReadAllText("$folder/demo.txt") | Should -Match ns01
        [System.IO.File]::GetUnixFileMode("$folder/demo.txt") | Should -Be ([System.IO.UnixFileMode] 'UserRead, UserWrite')
        [System.IO.Directory]::GetFileSystemEntries($folder) | Should -HaveCount 1
    }

    It 'writes through a symbolic link' {
        [System.IO.File]::WriteAllText("$folder/real.txt", 'mine')
        $null = [System.IO.File]::CreateSymbolicLink("$folder/link.txt", 'real.txt')
        Export-VethLab demo "$folder/link.txt" -Force
        [System.IO.File]::ReadAllText("$folder/real.txt") | Should -Match ns01
        [System.IO.FileInfo]::new("$folder/link.txt").LinkTarget | Should -BeExactly real.txt
    }

    It 'replaces no device' {
        & mknod "$folder/null.txt" c 1 3
        Assert-Refused { Export-VethLab demo "$folder/null.txt" -Force } -Id InvalidValue -Category InvalidArgument -Target "$folder/null.txt"
        & stat -c %F "$folder/null.txt" | Should -BeExactly 'character special file'
    }

    It 'writes several labs into a folder, and not into one file' {
        $demo, $two | Export-VethLab -Path $folder -As Text
        [System.IO.Directory]::GetFiles($folder) | Sort-Object | Should -Be "$folder/demo.txt", "$folder/two.txt"
        foreach ($force in $true, $false) {
            $path = "$folder/all-$force.txt"
            $refusals = @($demo, $two | Export-VethLab -Path $path -Force:$force 2>&1)
            $refusals.FullyQualifiedErrorId | Should -BeLike 'FileExists,*'
            "$($refusals[0])" | Should -BeLike '*holds lab demo already*'
            [System.IO.File]::ReadAllText($path) | Should -Match ns01
        }
    }

    It 'refuses <Path>' -ForEach @(
        @{ Path = 'demo'; Id = 'InvalidValue'; Category = 'InvalidArgument' }
        @{ Path = 'demo.docx'; Id = 'InvalidValue'; Category = 'InvalidArgument' }
        @{ Path = '.'; Id = 'InvalidValue'; Category = 'InvalidArgument' }
        @{ Path = 'none/demo.txt'; Id = 'FileNotWritable'; Category = 'WriteError' }
        @{ Path = 'env:demo.txt'; Id = 'InvalidValue'; Category = 'InvalidArgument' }
        @{ Path = 'nodrive:/demo.txt'; Id = 'InvalidValue'; Category = 'InvalidArgument' }
    ) {
        Push-Location $folder
        try { $refusals = @(Export-VethLab demo -Path $Path 2>&1) } finally { Pop-Location }
        $refusals | Should -HaveCount 1
        $refusals[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
        "$($refusals[0].CategoryInfo.Category)" | Should -BeExactly $Category
        $refusals[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        [System.IO.Directory]::GetFileSystemEntries($folder) | Should -BeNullOrEmpty
    }

    It 'names the extensions there are' {
        $refusal = Export-VethLab demo -Path "$folder/demo.docx" 2>&1
        foreach ($format in [System.Enum]::GetNames([VethLab.Networks.Labs.Export.LabFormat])) {
            $extension = [VethLab.Networks.Labs.Export.LabFormats]::ExtensionOf($format)
            $refusal.ErrorDetails.RecommendedAction | Should -BeLike "* $extension*"
            [VethLab.Networks.Labs.Export.LabFormats]::Of("x$extension") | Should -Be $format
        }
    }

    It 'writes nothing with -WhatIf' {
        Export-VethLab demo "$folder/demo.txt" -WhatIf
        [System.IO.Directory]::GetFileSystemEntries($folder) | Should -BeNullOrEmpty
    }

    It 'refuses a lab that is not there, and makes no file' {
        Assert-Refused { Export-VethLab none "$folder/none.txt" } -Id LabNotFound -Category ObjectNotFound -Target none
        [System.IO.Directory]::GetFileSystemEntries($folder) | Should -BeNullOrEmpty
    }

    It 'leaves the file that is there as it is where there is no room for another' {
        & mount -t tmpfs -o size=8k none $folder
        try {
            [System.IO.File]::WriteAllText("$folder/demo.html", 'mine')
            Assert-Refused { Export-VethLab demo "$folder/demo.html" -Force } -Id FileNotWritable -Category WriteError -Target "$folder/demo.html"
            [System.IO.File]::ReadAllText("$folder/demo.html") | Should -BeExactly mine
            [System.IO.Directory]::GetFileSystemEntries($folder) | Should -HaveCount 1
        }
        finally { & umount $folder }
    }

    It 'draws for Graphviz, and as a picture, whatever names there are' {
        $names = "it's", 'a "b" \ $c', '<b>x', 'end', 'a, b: {c}', '&name;', '{x|y}', '\n'
        $null = New-VethLab odd @{ bridges = @{ lan = @{ subnet = '10.1.0.0/24' } }; namespaces = $names; links = @(foreach ($name in $names) { @{ ends = @{ node = $name }, 'lan' } }) }
        try {
            Export-VethLab odd "$folder/odd.dot"
            Export-VethLab odd "$folder/odd.svg"
        }
        finally { Remove-VethLab odd }
        # A complaint of dot's is an output, too.
        "$(& dot -Tsvg "-o$folder/dot.svg" "$folder/odd.dot" 2>&1)" | Should -BeNullOrEmpty
        foreach ($picture in 'dot.svg', 'odd.svg') {
            $read = [System.Xml.Linq.XDocument]::Parse([System.IO.File]::ReadAllText("$folder/$picture") -replace '(?s)<!DOCTYPE.*?>')
            $texts = $read.Descendants() | Where-Object { $_.Name.LocalName -eq 'text' } | ForEach-Object { $_.Value.Trim() }
            foreach ($name in $names) { $texts | Should -Contain $name -Because "$picture has it" }
        }
    }

    It 'writes the example <_> as a topology of containerlab, of which the same lab is made again' -ForEach 'two-bridges.psd1', 'chain.json', 'campus.yaml' {
        $lab = New-VethLab -Path "$examples/$_"
        $file = "$folder/$($lab.Name).clab.yml"
        $lab | Export-VethLab -Path $file
        $written = [System.IO.File]::ReadAllText($file)
        $written | Should -BeLike "*`nname: $($lab.Name)`ntopology:`n*"
        $lab | Remove-VethLab
        $again = New-VethLab -Path $file
        # What the lab was expected to do is in comments alone.
        ($again | Export-VethLab -As Containerlab) + "`n" -replace "`n+$", "`n" | Should -BeExactly ($written -replace '(?m)^# Expected.*\n')
        @($again | Test-VethLab | ForEach-Object { "$_" }) -like '*: Reply*' | Should -Not -BeNullOrEmpty
        $again | Remove-VethLab
    }
}
