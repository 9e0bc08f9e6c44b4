# build.ps1 -Task Package: what users install, and that it is whole, portable, the same every time, and works where there is no clone.
BeforeAll {
    . "$PSScriptRoot/shared/Engines.ps1"
    . "$PSScriptRoot/shared/Namespaces.ps1"
    $others = @(Get-NamespaceNames)
    $manifest = Import-PowerShellDataFile -LiteralPath "$projectRoot/VethLab.psd1"
    $work = [System.IO.Directory]::CreateTempSubdirectory('VethLab-package-').FullName
    $folder, $package = & "$projectRoot/package/Build-Package.ps1" -Root $projectRoot -Destination "$work/first"

    # The files below a folder, as paths relative to it.
    function Get-Files([string] $Folder) {
        [System.IO.Directory]::GetFiles($Folder, '*', 'AllDirectories') | ForEach-Object { $_.Substring($Folder.Length + 1) } | Sort-Object
    }

    # A SHA-256 of a file.
    function Get-Hash([string] $Path) { [System.Convert]::ToHexString([System.Security.Cryptography.SHA256]::HashData([System.IO.File]::ReadAllBytes($Path))) }

    # Imports a manifest in a shell of its own, makes a namespace with a bridge, and returns where the module came from and what `ip` shows.
    function Test-Manifest([string] $Path) {
        $before = $env:VETHLAB_MODULE
        try {
            $moduleManifest = $env:VETHLAB_MODULE = $Path
            $process = Start-Words (Get-ShellWords 'New-NetNamespace packed | Out-Null; New-NetBridge br01 -Namespace packed -IPAddress 192.168.88.1/24 | Out-Null; (Get-Module VethLab).ModuleBase; (Get-Help New-VethPair).Synopsis; (Watch-NetPacket lo -Namespace packed -TimeoutSeconds 5 -Count 1 -While { Test-NetPing 127.0.0.1 -Namespace packed }).Protocol')
            $lines = $process.StandardOutput.ReadToEnd().Split("`n", [System.StringSplitOptions]::RemoveEmptyEntries)
            $errors = $process.StandardError.ReadToEnd()
            $process.WaitForExit()
            $process.Dispose()
            if ($errors) { throw $errors }
            $lines
            Get-IPAddressText packed br01
        }
        finally {
            $env:VETHLAB_MODULE = $before
            Remove-NamespacesExcept $others
        }
    }
}

AfterAll { [System.IO.Directory]::Delete($work, $true) }

Describe 'The version' {
    It 'of the module is the one of its assemblies and of Directory.Build.props' {
        ([xml] [System.IO.File]::ReadAllText("$projectRoot/Directory.Build.props")).GetElementsByTagName('Version')[0].InnerText | Should -BeExactly $manifest.ModuleVersion
        foreach ($name in 'Linux', 'Networks', 'PowerShell') {
            [System.Reflection.AssemblyName]::GetAssemblyName("$folder/bin/VethLab.$name.dll").Version.ToString(3) | Should -BeExactly $manifest.ModuleVersion
        }
        $folder | Should -BeExactly "$work/first/VethLab/$($manifest.ModuleVersion)"
    }
}

Describe 'The folder' {
    It 'has what is needed and nothing else' {
        $views = Get-Files "$projectRoot/src/VethLab.PowerShell/Format" | ForEach-Object { "bin/Format/$_" }
        $expected = @(
            'VethLab.psd1', 'LICENSE', 'bin/VethLab.Linux.dll', 'bin/VethLab.Networks.dll', 'bin/VethLab.PowerShell.dll'
            'bin/dependencies/YamlDotNet.dll', 'bin/dependencies/NOTICE', 'en-US/VethLab.PowerShell.dll-Help.xml', 'en-US/about_VethLab.help.txt'
        ) + $views | Sort-Object
        Get-Files $folder | Should -BeExactly $expected
        foreach ($view in $manifest.FormatsToProcess) { "$folder/$view" | Should -Exist }
    }

    It 'says of the assemblies of others whose they are and under which licence' {
        $notice = [System.IO.File]::ReadAllText("$folder/bin/dependencies/NOTICE")
        foreach ($file in Get-Files "$folder/bin/dependencies" | Where-Object { $_ -like '*.dll' }) { $notice | Should -BeLike "*$file*" }
    }

    It 'runs on any processor: its assemblies have no precompiled code' {
        foreach ($name in 'Linux', 'Networks', 'PowerShell') {
            $reader = [System.Reflection.PortableExecutable.PEReader]::new([System.IO.File]::OpenRead("$folder/bin/VethLab.$name.dll"))
            try {
                "$($reader.PEHeaders.CorHeader.Flags)" | Should -BeExactly 'ILOnly'
                "$($reader.PEHeaders.CoffHeader.Machine)" | Should -BeExactly 'I386' -Because 'that is how a portable assembly is marked'
                $reader.PEHeaders.CorHeader.ManagedNativeHeaderDirectory.Size | Should -Be 0
            }
            finally { $reader.Dispose() }
        }
    }

    It 'says nothing of the machine that it was made on' {
        foreach ($file in Get-Files $folder) {
            $bytes = [System.IO.File]::ReadAllBytes("$folder/$file")
            foreach ($text in $projectRoot, [System.Environment]::GetFolderPath('UserProfile') + '/', "$work") {
                foreach ($encoding in [System.Text.Encoding]::UTF8, [System.Text.Encoding]::Unicode) {
                    if ($text.Length -gt 1) { $encoding.GetString($bytes).Contains($text) | Should -BeFalse -Because "$file would name $text" }
                }
            }
        }
    }

    It 'works where it stands' {
        $base, $synopsis, $protocol, $address = Test-Manifest "$folder/VethLab.psd1"
        $base | Should -BeExactly $folder
        $synopsis | Should -BeLike '*veth*pair*'
        $protocol | Should -BeExactly ICMP
        $address | Should -BeExactly 192.168.88.1/24
    }

    It 'works under any other name' {
        & cp -r $folder "$work/another name"
        (Test-Manifest "$work/another name/VethLab.psd1")[0] | Should -BeExactly "$work/another name"
    }

    It 'is found by its name below a folder of PSModulePath' {
        $script = "`$env:PSModulePath = '$work/first'; (Get-Module VethLab -ListAvailable).ModuleBase"
        $process = Start-Words (Get-ShellWords $script)
        $process.StandardOutput.ReadToEnd().Trim() | Should -BeExactly $folder
        $process.WaitForExit()
        $process.Dispose()
    }
}

Describe 'The package' {
    BeforeAll {
        # Two elements deep, whatever the namespaces are.
        function Read-Entry($Zip, [string] $Name) {
            $reader = [System.IO.StreamReader]::new($Zip.GetEntry($Name).Open())
            try { [xml] $reader.ReadToEnd() } finally { $reader.Dispose() }
        }

        $zip = [System.IO.Compression.ZipFile]::OpenRead($package)
        $metadata = (Read-Entry $zip VethLab.nuspec).package.metadata
    }

    AfterAll { $zip.Dispose() }

    It 'has the folder''s files, byte by byte, and what makes it a package' {
        $envelope = '_rels/.rels', '[Content_Types].xml', 'VethLab.nuspec', 'package/services/metadata/core-properties/nuget.psmdcp'
        $zip.Entries.FullName | Sort-Object | Should -BeExactly (@(Get-Files $folder) + $envelope | Sort-Object)
        foreach ($file in Get-Files $folder) {
            $stream = $zip.GetEntry($file).Open()
            try { [System.Convert]::ToHexString([System.Security.Cryptography.SHA256]::HashData($stream)) | Should -Be (Get-Hash "$folder/$file") -Because $file }
            finally { $stream.Dispose() }
        }
    }

    It 'describes itself in the manifest''s words, with the tags that galleries know modules by' {
        $metadata.id | Should -BeExactly VethLab
        $metadata.version | Should -BeExactly $manifest.ModuleVersion
        $metadata.authors | Should -BeExactly $manifest.Author
        $metadata.description | Should -BeExactly $manifest.Description
        $metadata.license.InnerText | Should -BeExactly MIT
        $tags = $metadata.tags.Split(' ')
        foreach ($tag in @('PSModule', 'PSEdition_Core', 'Linux') + @($manifest.CmdletsToExport | ForEach-Object { "PSCommand_$_"; "PSCmdlet_$_" })) { $tags | Should -Contain $tag }
        $metadata.tags.Length | Should -BeLessThan 4000 -Because 'the gallery takes no more'
    }

    It 'is what NuGet installs, and works from its package folder' {
        [System.IO.File]::WriteAllText("$work/User.csproj", "<Project Sdk=`"Microsoft.NET.Sdk`"><PropertyGroup><TargetFramework>net8.0</TargetFramework><DisableImplicitFrameworkReferences>true</DisableImplicitFrameworkReferences></PropertyGroup><ItemGroup><PackageDownload Include=`"VethLab`" Version=`"[$($manifest.ModuleVersion)]`" /></ItemGroup></Project>")
        $said = & dotnet restore "$work/User.csproj" --source "$work/first" --packages "$work/packages" -v q -nologo 2>&1
        $LASTEXITCODE | Should -Be 0 -Because "$said"
        (Test-Manifest "$work/packages/vethlab/$($manifest.ModuleVersion)/VethLab.psd1")[0] | Should -BeExactly "$work/packages/vethlab/$($manifest.ModuleVersion)"
    }

    It 'is what Install-PSResource installs from a folder' -Skip:(-not (Get-Command Install-PSResource -ErrorAction Ignore)) {
        Register-PSResourceRepository -Name VethLabTest -Uri "$work/first" -Trusted
        try {
            $null = [System.IO.Directory]::CreateDirectory("$work/saved")
            Save-PSResource VethLab -Repository VethLabTest -Path "$work/saved"
            (Test-Manifest "$work/saved/VethLab/$($manifest.ModuleVersion)/VethLab.psd1")[0] | Should -BeExactly "$work/saved/VethLab/$($manifest.ModuleVersion)"
        }
        finally { Unregister-PSResourceRepository -Name VethLabTest }
    }

    It 'is the same when it is made again' {
        [System.Threading.Thread]::Sleep(2100)      # a zip counts time in steps of two seconds
        $null, $again = & "$projectRoot/package/Build-Package.ps1" -Root $projectRoot -Destination "$work/second"
        Get-Hash $again | Should -Be (Get-Hash $package)
    }
}

Describe 'The module that tests run against' {
    It 'is the one that was asked for, here, in shells that tests start, and in parallel runspaces' {
        $base = [System.IO.Path]::GetDirectoryName($moduleManifest)
        if (-not $env:VETHLAB_MODULE -and -not $isPwsh) { $base = "$projectRoot/bin/modules/VethLab" }
        (Get-Module VethLab).ModuleBase | Should -BeExactly $base
        [System.IO.Path]::GetDirectoryName([VethLab.Networks.NetObject].Assembly.Location) | Should -BeExactly "$base/bin"
        $process = Start-Words (Get-ShellWords '(Get-Module VethLab).ModuleBase')
        $process.StandardOutput.ReadToEnd().Trim() | Should -BeExactly $base
        $process.WaitForExit()
        $process.Dispose()
        1 | ForEach-Object -Parallel { Import-Module $using:moduleManifest; (Get-Command New-NetNamespace).Module.ModuleBase } |
            Should -BeIn $base, ([System.IO.Path]::GetDirectoryName($moduleManifest))
    }

    It 'is imported by no test file but where none is loaded yet' {
        $imports = foreach ($file in [System.IO.Directory]::GetFiles($PSScriptRoot, '*.ps1', 'AllDirectories')) {
            foreach ($line in [System.IO.File]::ReadAllLines($file)) { if ($line -match 'Import-Module.*VethLab\.psd1' -and $line -notmatch "Import-Module\.\*") { "$file`: $line" } }
        }
        $imports | Should -Not -BeNullOrEmpty
        $imports | Where-Object { $_ -notlike '*if (-not (Get-Module VethLab)) { Import-Module*' } | Should -BeNullOrEmpty
    }
}
