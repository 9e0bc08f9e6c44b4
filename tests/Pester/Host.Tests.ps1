# ./vethlab as its user sees it: a process with arguments, an input, two outputs and an exit code. Runs under pwsh as well.
BeforeAll {
    . "$PSScriptRoot/shared/Launcher.ps1"
    $folder = [System.IO.Directory]::CreateTempSubdirectory('VethLab-host-').FullName

    function Invoke-Text([string] $Command) { Invoke-Launcher '-Command', $Command }

    # Writes a script and returns its path.
    function New-Script([string] $Text) {
        $path = "$folder/script-$([guid]::NewGuid().ToString('N')).ps1"
        [System.IO.File]::WriteAllText($path, $Text)
        $path
    }
}

AfterAll { [System.IO.Directory]::Delete($folder, $true) }

Describe 'The exit code' {
    It 'of -Command <Command> is <Code>' -ForEach @(
        @{ Command = '1'; Code = 0 }
        @{ Command = 'exit 7'; Code = 7 }
        @{ Command = 'exit 300'; Code = 44 }
        @{ Command = 'exit -1'; Code = 255 }
        @{ Command = 'throw 1'; Code = 1 }
        @{ Command = '$false'; Code = 0 }
        @{ Command = 'Get-Item /nosuch'; Code = 1 }
        @{ Command = 'Get-Item /nosuch; 1'; Code = 0 }
        @{ Command = 'sh -c "exit 9"'; Code = 1 }
        @{ Command = 'sh -c "exit 9"; exit $LASTEXITCODE'; Code = 9 }
        @{ Command = 'function f { exit 4 }; f; 1'; Code = 4 }
        @{ Command = 'if ('; Code = 1 }
    ) {
        (Invoke-Text $command).ExitCode | Should -Be $code
    }

    It 'of a script "<Text>" is <Code>' -ForEach @(
        @{ Text = 'exit 5'; Code = 5 }
        @{ Text = 'throw 1'; Code = 1 }
        @{ Text = 'Write-Error soft'; Code = 0 }
        @{ Text = 'sh -c "exit 9"'; Code = 0 }
        @{ Text = '$ErrorActionPreference = "Stop"; Get-Item /nosuch'; Code = 1 }
        @{ Text = 'if ('; Code = 1 }
    ) {
        (Invoke-Launcher (New-Script $text)).ExitCode | Should -Be $code
    }

    It 'of a wrong command line (<_>) is 64, and the error names it' -ForEach '-nosuch', '/nosuch.ps1', '-File', '-Command', '-NonInteractive -Isolated' {
        $result = Invoke-Launcher $_.Split(' ')
        $result.ExitCode | Should -Be 64
        $result.Output | Should -BeNullOrEmpty
        $result.Errors -join "`n" | Should -Match ([regex]::Escape($_.Split(' ')[-1]))
    }
}

Describe 'A script' {
    It 'binds <Words> by its param block' -ForEach @(
        @{ Words = '-Task', 'Test', '-OnHost', '-N', '3'; Bound = 'Test True 3' }
        @{ Words = '-OnHost:$false', '-Task:Test'; Bound = 'Test False 0' }
        @{ Words = 'Test', '2'; Bound = 'Test False 2' }
        @{ Words = '-Task', 'two words'; Bound = 'two words False 0' }
    ) {
        $script = New-Script 'param([string] $Task, [int] $N, [switch] $OnHost) "$Task $OnHost $N"'
        $result = Invoke-Launcher (@($script) + $words)
        $result.Errors | Should -BeNullOrEmpty
        $result.Output | Should -BeExactly $bound
        (Invoke-Launcher (@('-File', $script) + $words)).Output | Should -BeExactly $bound
    }

    It 'knows where it is' {
        $script = New-Script '$PSCommandPath; $PSScriptRoot; $MyInvocation.MyCommand.Name'
        (Invoke-Launcher $script).Output | Should -BeExactly $script, $folder, ([System.IO.Path]::GetFileName($script))
    }

    It 'may be piped in' {
        $result = Invoke-Launcher @() "foreach (`$i in 1..2) {`n `$i`n}`nexit 6`n"
        $result.Output | Should -BeExactly '1', '2'
        $result.ExitCode | Should -Be 6
    }

    It 'reads a piped input by $input' {
        (Invoke-Launcher '-Command', '$input | ForEach-Object { "<$_>" }' "a`nb`n").Output | Should -BeExactly '<a>', '<b>'
    }

    It 'that fails says where, on standard error' {
        $result = Invoke-Launcher (New-Script "function f {`n    Get-Item /nosuch -ErrorAction Stop`n}`nf`n'not reached'")
        $result.Output | Should -BeNullOrEmpty
        $result.Errors[0] | Should -Match '^Get-Item: .*\.ps1:2$'
        $result.Errors -join "`n" | Should -Match 'does not exist'
    }
}

Describe 'Streams' {
    It 'errors and output are apart' {
        $result = Invoke-Text "'out'; Write-Error 'bad'; sh -c 'echo native >&2'"
        $result.Output | Should -BeExactly 'out'
        $result.Errors | Should -Contain 'Write-Error: bad'
        $result.Errors | Should -Contain 'native'
    }

    It 'have no colours where there is no terminal' {
        (Invoke-Text 'Write-Host red -ForegroundColor Red; [pscustomobject]@{ a = 1 }; Write-Error x').Output -join '' | Should -Not -Match "`e"
    }

    It '<Command> writes <Lines>' -ForEach @(
        @{ Command = "'x' | cat"; Lines = @('x') }
        @{ Command = '1 > $env:T/f; 2 >> $env:T/f; Get-Content $env:T/f'; Lines = '1', '2' }
        @{ Command = 'ls /nosuch 2> $env:T/f; [int](Get-Content $env:T/f).Contains("nosuch")'; Lines = @('1') }
        @{ Command = '& { Write-Warning a; "b" } 3>&1 | ForEach-Object { $_.GetType().Name }'; Lines = 'WarningRecord', 'String' }
        @{ Command = 'Write-Host a b -Separator - -NoNewline; Write-Host c'; Lines = @('a-bc') }
        @{ Command = '$a = sh -c "echo 1; echo 2"; $a.Count; $LASTEXITCODE'; Lines = '2', '0' }
        @{ Command = '1..3 | Out-String -Stream'; Lines = '1', '2', '3' }
    ) {
        $result = Invoke-Text ("`$env:T = '$folder'; " + $command)
        $result.Errors | Should -BeNullOrEmpty
        $result.Output | Should -BeExactly $lines
    }
}

Describe 'Commands that the engine lacks' {
    It '<Command> is <Text>' -ForEach @(
        @{ Command = '(1..9 | Select-Object -Skip 1 -First 2) -join " "'; Text = '2 3' }
        @{ Command = '(1..9 | Select-Object -Last 2) -join " "'; Text = '8 9' }
        @{ Command = '(1..9 | Select-Object -Index 0, 8) -join " "'; Text = '1 9' }
        @{ Command = '(1 | Select-Object @{ n = "q"; e = { $_ + 1 } }).q'; Text = '2' }
        @{ Command = '([pscustomobject]@{ ab = 1; ac = 2; b = 3 } | Select-Object a* -ExcludeProperty ac).psobject.Properties.Name'; Text = 'ab' }
        @{ Command = '("b", "A", "c" | Sort-Object -Descending) -join " "'; Text = 'c b A' }
        @{ Command = '(3, 1, 3 | Sort-Object -Unique) -join " "'; Text = '1 3' }
        @{ Command = '("aa", "b", "cc" | Group-Object Length | ForEach-Object { "$($_.Name):$($_.Count)" }) -join " "'; Text = '1:1 2:2' }
        @{ Command = '("aa", "b" | Group-Object Length -AsHashTable)[2]'; Text = 'aa' }
        @{ Command = '$m = 1, 2, 6 | Measure-Object -Sum -Average -Maximum; "$($m.Count) $($m.Sum) $($m.Average) $($m.Maximum)"'; Text = '3 9 3 6' }
        @{ Command = '(Compare-Object (1, 2) (2, 3) | ForEach-Object { "$($_.InputObject)$($_.SideIndicator)" }) -join " "'; Text = '3=> 1<=' }
        @{ Command = '[ordered]@{ a = 1; b = @("x", $null, 1.0) } | ConvertTo-Json -Compress'; Text = '{"a":1,"b":["x",null,1.0]}' }
        @{ Command = "('{`"a`":{`"b`":[1,2]}}' | ConvertFrom-Json).a.b[1]"; Text = '2' }
        @{ Command = '(New-Object System.Version 1, 2).ToString()'; Text = '1.2' }
        @{ Command = '$o = [pscustomobject]@{}; $o | Add-Member x 5; $o.x'; Text = '5' }
        @{ Command = 'function f { Set-Variable y 9 -Scope 1 }; f; $y'; Text = '9' }
        @{ Command = '$x = 1; Invoke-Expression "`$x = 2"; $x'; Text = '2' }
        @{ Command = 'Get-Date 2024-02-03T04:05:06 -Format "yyyy-MM-dd HH:mm"'; Text = '2024-02-03 04:05' }
        @{ Command = '"a,b`n1,2" | ConvertFrom-Csv | ForEach-Object b'; Text = '2' }
        @{ Command = 'Join-Path /a b c'; Text = '/a/b/c' }
        @{ Command = 'Split-Path /a/b.txt -LeafBase'; Text = 'b' }
        @{ Command = 'Microsoft.PowerShell.Utility\Write-Output q'; Text = 'q' }
        @{ Command = '(Get-Alias gci).Definition'; Text = 'Get-ChildItem' }
        @{ Command = '(1..3 | ForEach-Object -Parallel { $_ } | Measure-Object -Sum).Sum'; Text = '6' }
    ) {
        $result = Invoke-Text $command
        $result.Errors | Should -BeNullOrEmpty
        $result.Output | Should -BeExactly $text
    }

    It 'errors have the ids that scripts look for: <Id>' -ForEach @(
        @{ Command = 'Get-Content /nosuch'; Id = 'PathNotFound,Microsoft.PowerShell.Commands.GetContentCommand' }
        @{ Command = 'Write-Error x'; Id = 'Microsoft.PowerShell.Commands.WriteErrorException' }
        @{ Command = 'Write-Error x -ErrorId Mine'; Id = 'Mine' }
        @{ Command = 'Get-Variable nosuch'; Id = 'VariableNotFound,Microsoft.PowerShell.Commands.GetVariableCommand' }
    ) {
        (Invoke-Text "try { $command -ErrorAction Stop } catch { `$_.FullyQualifiedErrorId }").Output | Should -BeExactly $id
    }

    It 'files are made, filled, listed, copied, moved and removed' {
        $result = Invoke-Text @"
`$root = New-Item -ItemType Directory '$folder/tree/deep' -Force
Set-Content '$folder/tree/a.txt' one, two
Add-Content '$folder/tree/a.txt' three
Get-Content '$folder/tree/a.txt' -Tail 1
Copy-Item '$folder/tree' '$folder/copy' -Recurse
(Get-ChildItem '$folder/copy' -Recurse -Name | Sort-Object) -join ' '
(Get-ChildItem '$folder/copy' -Directory).Name
Move-Item '$folder/copy/a.txt' '$folder/copy/b.txt'
Remove-Item '$folder/copy' -Recurse -WhatIf
Test-Path '$folder/copy/b.txt'
Remove-Item '$folder/copy', '$folder/tree' -Recurse
Test-Path '$folder/copy', '$folder/tree'
"@
        $result.Errors | Should -BeNullOrEmpty
        $result.Output | Should -BeExactly @('three', 'a.txt deep', 'deep'
            "What if: Performing the operation `"Remove Directory`" on target `"$folder/copy`"."
            'True', 'False', 'False')
    }

    It 'asks before it removes, and takes the answer from the input' {
        $file = New-Script ''
        $result = Invoke-Launcher '-Command', "Remove-Item '$file' -Confirm; Test-Path '$file'" "n`n"
        $result.Output[-1] | Should -Match 'True$'
        (Invoke-Launcher '-NonInteractive', '-Command', "Remove-Item '$file' -Confirm" "y`n").ExitCode | Should -Be 1
        [System.IO.File]::Exists($file) | Should -BeTrue
    }
}

Describe 'VethLab' {
    It 'leaves a pwsh that is started from here its own modules: the stand-ins of the host come last on PSModulePath' {
        (Invoke-Text '$env:PSModulePath.Split(":")[-1]').Output | Should -BeExactly "$projectRoot/bin/host/Modules"
        (Invoke-Text '(Get-Module VethLab).ModuleBase.StartsWith($env:PSModulePath.Split(":")[0] + "/VethLab")').Output | Should -BeExactly True
    }

    It 'is there already, and for child runspaces too' {
        $result = Invoke-Text @'
(Get-Module VethLab).Name
(Get-Command New-NetBridge).Source
1 | ForEach-Object -Parallel { (Get-Command New-NetBridge).Source }
'@
        $result.Errors | Should -BeNullOrEmpty
        $result.Output | Should -BeExactly 'VethLab', 'VethLab', 'VethLab'
    }
}

Describe 'Signals' {
    It '<Signal> while <What> runs the finally blocks and ends with <Code>' -ForEach @(
        @{ Signal = 'INT'; What = 'Start-Sleep 60'; Code = 130 }
        @{ Signal = 'INT'; What = 'while ($true) { }'; Code = 130 }
        @{ Signal = 'TERM'; What = 'Start-Sleep 60'; Code = 143 }
        @{ Signal = 'TERM'; What = 'sleep 60'; Code = 143 }
    ) {
        $process = Start-Words "$projectRoot/vethlab", '-Command', "try { [Console]::WriteLine('ready'); $what } finally { [Console]::WriteLine('finally') }"
        try {
            $process.StandardOutput.ReadLine() | Should -BeExactly 'ready'
            [System.Threading.Thread]::Sleep(300)
            & kill "-$signal" $process.Id
            $process.WaitForExit(10000) | Should -BeTrue
            $process.StandardOutput.ReadLine() | Should -BeExactly 'finally'
            $process.ExitCode | Should -Be $code
        }
        finally {
            if (-not $process.HasExited) { $process.Kill($true) }
            $process.Dispose()
        }
    }

    It 'a second Ctrl+C ends what does not stop' {
        $process = Start-Words "$projectRoot/vethlab", '-Command', "[Console]::WriteLine('ready'); [System.Threading.Thread]::Sleep(60000)"
        try {
            $process.StandardOutput.ReadLine() | Should -BeExactly 'ready'
            [System.Threading.Thread]::Sleep(300)
            & kill -INT $process.Id
            $process.WaitForExit(500) | Should -BeFalse
            & kill -INT $process.Id
            $process.WaitForExit(5000) | Should -BeTrue
            $process.ExitCode | Should -Be 130
        }
        finally {
            if (-not $process.HasExited) { $process.Kill($true) }
            $process.Dispose()
        }
    }
}

Describe 'The prompt' {
    BeforeAll {
        . "$PSScriptRoot/shared/Terminal.ps1"

        # Types lines at a prompt whose history is in a folder; a line that says Tab or Up presses that key.
        function Invoke-Prompt([string[]] $Lines, [string] $State = "$folder/state-$([guid]::NewGuid().ToString('N'))") {
            $dialogue = foreach ($line in $Lines) {
                @{ Screen = '(PS [^\n]*>|>>|\?) ?$'; Key = $line.Replace('{Tab}', "`t").Replace('{Up}', "`e[A").Replace('{Ctrl+C}', "`u{3}") }
            }
            Get-Screen "env XDG_STATE_HOME=$State '$projectRoot/vethlab'" $dialogue
        }
    }

    It 'runs what is typed, until exit' {
        Invoke-Prompt '"a" + "b"', 'exit' | Should -Match '\nab\n'
    }

    It 'goes on over lines until the input is complete' {
        Invoke-Prompt 'if ($true) {', '"in" + "side"', '}', 'exit' | Should -Match '\ninside\n'
    }

    It 'completes with Tab' {
        Invoke-Prompt 'New-NetBri{Tab} -WhatIf -Name q', 'exit' | Should -Match 'New-NetBridge -WhatIf'
    }

    It 'remembers what was typed in an earlier session' {
        $null = Invoke-Prompt '"re" + "member"', 'exit' -State "$folder/kept"
        Invoke-Prompt '{Up}{Up}', 'exit' -State "$folder/kept" | Should -Match '\nremember\n'
        [System.IO.File]::GetUnixFileMode("$folder/kept/vethlab/history") | Should -Be ([System.IO.UnixFileMode] 'UserRead, UserWrite')
    }

    It 'shows an error and goes on' {
        Invoke-Prompt 'throw "ba" + "d"', '"still " + "here"', 'exit' | Should -Match '(?s)bad.*\nstill here\n'
    }

    It 'gives up a line at Ctrl+C' {
        $screen = Invoke-Prompt '"given " + "up"{Ctrl+C}', '"still " + "here"', 'exit'
        $screen | Should -Not -Match '\ngiven up\n'
        $screen | Should -Match '\nstill here\n'
    }
}
