# The block runs as & would run it. That is tested by running each script twice, once with & where it says CALL.
BeforeAll {
    . "$PSScriptRoot/shared/Errors.ps1"
    . "$PSScriptRoot/shared/Engines.ps1"
    $others = @(Get-NamespaceNames)
    New-NetNamespace ns01, ns02
    $here = Get-Here
    $inside = Get-NamespaceInode ns01
    $insideToo = Get-NamespaceInode ns02

    # Everything that comes out of a script, as text: objects with their types, messages of all streams, and how it ended.
    function Get-Outcome([string] $Text) {
        $ErrorActionPreference = 'Continue'
        $told = [System.Collections.Generic.List[string]]::new()
        do {
            try {
                & ([scriptblock]::Create($Text)) *>&1 | ForEach-Object {
                    $told.Add($(if ($null -eq $_) { 'null' } elseif ($_ -is [System.Management.Automation.ErrorRecord]) { "error $($_.FullyQualifiedErrorId) $($_.CategoryInfo.Category): $_" }
                        else { "$($_.GetType().Name) $_" }))
                }
                $told.Add('came to its end')
            }
            # The engine appends the cmdlet that an error came through to its id, as it does with ForEach-Object.
            catch { $told.Add("threw $($_.FullyQualifiedErrorId -replace ',VethLab\.\S+$') $($_.Exception.GetType().Name): $_") }
            $finished = $true
        } while ($false)
        $told -join "`n"
    }
}

AfterAll { Remove-NamespacesExcept $others }

Describe 'Invoke-NetNamespace with a script block' {
    AfterEach { Get-Here | Should -Be $here -Because 'the thread must be back' }

    It 'runs the block inside, as iproute2 and /proc see it' {
        Invoke-NetNamespace ns01 { Get-Here } | Should -Be $inside
        Invoke-NetNamespace ns01 { & readlink /proc/self/ns/net } | Should -Be $inside
        Invoke-NetNamespace ns01 { & ip netns identify } | Should -Be ns01
        & ip -n ns01 link add only-here type bridge
        Invoke-NetNamespace ns01 { (Get-NetInterface).Name } | Should -Be 'lo', 'only-here'
        & ip -n ns01 link delete only-here
    }

    It 'takes names, objects and pipelines of both' {
        $space = Get-NetNamespace ns01
        Invoke-NetNamespace $space { Get-Here } | Should -Be $inside
        Invoke-NetNamespace -Namespace ns01 -ScriptBlock { Get-Here } | Should -Be $inside
        Invoke-NetNamespace ns01, ns02 { Get-Here } | Should -Be $inside, $insideToo
        'ns02', 'ns01' | Invoke-NetNamespace -ScriptBlock { Get-Here } | Should -Be $insideToo, $inside
        'ns01', 'ns02' | Invoke-NetNamespace { Get-Here } | Should -Be $inside, $insideToo
        Get-NetNamespace ns01, ns02 | Invoke-NetNamespace { param($x) "$x$(Get-Here)" } -ArgumentList 'x' | Should -Be "x$inside", "x$insideToo"
    }

    It 'is back in the caller''s namespace after nested calls' {
        Invoke-NetNamespace ns01 {
            Get-Here
            Invoke-NetNamespace ns02 { Get-Here; Invoke-NetNamespace ns01 { Get-Here }; Get-Here }
            Invoke-NetNamespace ns01 { Get-Here }
            Get-Here
        } | Should -Be $inside, $insideToo, $inside, $insideToo, $inside, $inside
    }

    It 'does as & does with <What>' -ForEach @(
        @{ What = 'a value'; Text = 'CALL { 1 }' }
        @{ What = 'nothing'; Text = '$null -eq (CALL { }); @(CALL { }).Count' }
        @{ What = 'null'; Text = '@(CALL { $null }).Count' }
        @{ What = 'a list inside a list'; Text = '@(CALL { , @(1, 2) }).Count; @(CALL { 1, 2 }).Count' }
        @{ What = 'a table'; Text = '(CALL { @{ a = 1 } }).a' }
        @{ What = 'an object'; Text = '$o = [pscustomobject]@{ p = 1 }; [object]::ReferenceEquals($o.psobject.BaseObject, (CALL { $o }).psobject.BaseObject); CALL { $o.p = 2 }; $o.p' }
        @{ What = 'return'; Text = 'CALL { 1; return 2; 3 }; 4' }
        @{ What = 'reading the caller''s variables'; Text = '$x = 1; CALL { $x }' }
        @{ What = 'setting a variable'; Text = '$x = 1; CALL { $x = 2; $x }; $x' }
        @{ What = 'Set-Variable -Scope 1'; Text = '$x = 1; CALL { Set-Variable -Name x -Value 5 -Scope 1; $x }; $x' }
        @{ What = 'Set-Variable -Scope 1 in a function'; Text = 'function f { $x = 1; CALL { Set-Variable -Name x -Value 5 -Scope 1 }; $x }; $x = 0; f; $x' }
        @{ What = 'Get-Variable -Scope 0'; Text = '$x = 1; CALL { $y = 2; Get-Variable -Name y -Scope 0 -ValueOnly; [bool](Get-Variable -Name x -Scope 0 -ErrorAction Ignore) }' }
        @{ What = 'the variables of its own scope'; Text = 'CALL { $mine = 1; @(Get-Variable -Scope 0).Name -notin "args", "input", "MyInvocation", "PSBoundParameters", "PSCommandPath", "PSScriptRoot", "null" }' }
        @{ What = 'a function made inside'; Text = 'CALL { function Get-Inner { 1 }; Get-Inner }; try { Get-Inner } catch { "gone" }' }
        @{ What = 'a function of the caller'; Text = 'function f { "f $args" }; CALL { f 1 2 }' }
        @{ What = 'no arguments'; Text = 'CALL { $args.Count; $PSBoundParameters.Count; @($input).Count }' }
        @{ What = 'named blocks'; Text = 'CALL { begin { "b" } process { "p" } end { "e" } }' }
        @{ What = '$_ of the caller'; Text = '1..2 | ForEach-Object { CALL { "item $_" } }' }
        @{ What = 'break'; Text = 'foreach ($i in 1..3) { $i; CALL { break }; "not reached" }; "after"' }
        @{ What = 'continue'; Text = 'foreach ($i in 1..3) { $i; CALL { continue }; "not reached" }; "after"' }
        @{ What = 'continue with a label'; Text = ':outer foreach ($i in 1..2) { foreach ($j in 1..2) { "$i$j"; CALL { continue outer } } }' }
        @{ What = 'break after output'; Text = 'foreach ($i in 1..3) { CALL { $i; break; "no" } }; "after"' }
        @{ What = 'throw'; Text = 'CALL { 1; throw "x"; 2 }; "not reached"' }
        @{ What = 'throw of an exception'; Text = 'try { CALL { throw [System.IO.IOException]::new("x") } } catch [System.IO.IOException] { "caught $($_.Exception.GetType().Name) $_" } finally { "finally" }' }
        @{ What = 'throw of an error record'; Text = 'try { CALL { throw [System.Management.Automation.ErrorRecord]::new([System.IO.IOException]::new("x"), "MyId", "ReadError", 5) } } catch { $_.FullyQualifiedErrorId; $_.TargetObject; "$($_.CategoryInfo.Category)" }' }
        @{ What = 'finally around it'; Text = 'try { CALL { try { throw "x" } finally { "inner" } } } catch { "caught $_" } finally { "outer" }' }
        @{ What = 'trap'; Text = 'trap { "trapped $_"; continue }; CALL { throw "x" }; "after"' }
        @{ What = 'Write-Error'; Text = 'CALL { Write-Error boo; 1 }; 2' }
        @{ What = 'Write-Error and Stop outside'; Text = '$ErrorActionPreference = "Stop"; try { CALL { Write-Error boo; "on" } } catch { "caught $_" }' }
        @{ What = 'Write-Error and Stop inside'; Text = 'try { CALL { $ErrorActionPreference = "Stop"; Write-Error boo; "on" } } catch { "caught $_" }; $ErrorActionPreference' }
        @{ What = 'Write-Error and SilentlyContinue outside'; Text = '$ErrorActionPreference = "SilentlyContinue"; CALL { Write-Error boo; "on" }' }
        @{ What = 'an error of a cmdlet'; Text = 'CALL { Get-Item /nothing/there; "on" }' }
        @{ What = 'an error of this module'; Text = 'CALL { Get-NetNamespace nowhere; "on" }' }
        @{ What = 'an error that terminates a statement'; Text = 'CALL { [int]::Parse("x"); "on" }' }
        @{ What = 'a command that does not exist'; Text = 'CALL { No-SuchCommand; "on" }' }
        @{ What = 'the messages of all streams'; Text = 'CALL { Write-Warning w; Write-Verbose v -Verbose; Write-Debug d -Debug:$false; Write-Information i; Write-Host h; "o" }' }
        @{ What = 'preferences of the caller'; Text = '$VerbosePreference = "Continue"; $WarningPreference = "SilentlyContinue"; CALL { Write-Verbose v; Write-Warning w }' }
        @{ What = '$LASTEXITCODE'; Text = 'CALL { & sh -c "echo out; exit 3"; $LASTEXITCODE }; $LASTEXITCODE' }
        @{ What = 'a native command''s standard error'; Text = 'CALL { & sh -c "echo err >&2" 2>&1 | ForEach-Object { "$($_.GetType().Name) $_" } }' }
        @{ What = 'a closure'; Text = 'function f($z) { { $z }.GetNewClosure() }; $z = 9; CALL (f 1)' }
        @{ What = 'a block of a module'; Text = '$m = New-Module { $secret = 7; function Get-Block { { $secret } } }; CALL (& $m { Get-Block })' }
        @{ What = 'a block in a variable'; Text = '$b = { $z }; $z = 9; CALL $b; CALL $b' }
        @{ What = 'itself, recursively'; Text = 'function f($n) { if ($n) { CALL { $n; f ($n - 1) } } }; f 4' }
        @{ What = 'being an expression'; Text = '1 + (CALL { 2 }); "$(CALL { 3 })"; (CALL { "a", "b" })[1]; if (CALL { $true }) { "yes" }' }
    ) {
        $expected = Get-Outcome $Text.Replace('CALL', '&')
        $expected | Should -Not -BeNullOrEmpty
        Get-Outcome $Text.Replace('CALL', 'Invoke-NetNamespace ns01') | Should -BeExactly $expected
    }

    It 'ends as & does where nobody catches: <What>' -ForEach @(
        @{ What = 'an error that terminates a statement'; Text = 'CALL { [int]::Parse("x"); "on" }; "and on"' }
        @{ What = 'throw'; Text = 'CALL { throw "x"; "not" }; "not"' }
        @{ What = 'exit'; Text = 'CALL { "said"; exit 3 }; "not"' }
        @{ What = 'break without a loop'; Text = 'CALL { "said"; break }; "not"' }
    ) {
        $expected, $actual = foreach ($call in '&', 'Invoke-NetNamespace ns01') {
            $process = Start-Words (Get-ShellWords $Text.Replace('CALL', $call))
            $output = $process.StandardOutput.ReadToEnd()
            $said = $process.StandardError.ReadToEnd()
            $process.WaitForExit()
            "$($process.ExitCode) $($said.Length -gt 0) $output"
        }
        $actual | Should -BeExactly $expected
    }

    It 'hands over arguments as they are' {
        Invoke-NetNamespace ns01 { param($a, $b = 'default') "$a|$b|$args" } -ArgumentList 1 | Should -Be '1|default|'
        Invoke-NetNamespace ns01 { param($a) "$a|$args" } -ArgumentList 'x y', 2, 3 | Should -Be 'x y|2 3'
        Invoke-NetNamespace ns01 { $args.Count; $args[1].GetType().Name; $null -eq $args[2]; $args[3].Count } -ArgumentList 1, @{ a = 1 }, $null, @(1, 2) | Should -Be 4, 'Hashtable', $true, 2
        Invoke-NetNamespace ns01 { $args[0] } -Args '-Name' | Should -Be '-Name'
        $list = [System.Collections.Generic.List[int]]::new()
        Invoke-NetNamespace ns01 { $args[0].Add(5) } -ArgumentList (, $list)
        $list | Should -Be 5
    }

    It 'gives the block no variables of its own' {
        $list = { (Get-Variable | Where-Object Name -NotIn 'MyInvocation', 'args', 'input', 'PSBoundParameters').Name -join ' ' }
        Invoke-NetNamespace ns01 $list | Should -BeExactly (& $list)
    }

    It 'collects errors in -ErrorVariable' {
        $said = Invoke-NetNamespace ns01 { Write-Error one; 'out'; Write-Error two } -ErrorVariable found -ErrorAction SilentlyContinue
        $said | Should -Be out
        @($found | ForEach-Object { "$_" }) | Should -Be 'one', 'two'
    }

    It 'puts an error into $Error once' {
        $Error.Clear()
        Invoke-NetNamespace ns01 { Write-Error one } 2> $null
        $Error | Should -HaveCount 1
        $Error.Clear()
        $null = Invoke-NetNamespace ns01 { Write-Error one } 2>&1
        $Error | Should -HaveCount 1
    }

    It 'hands each object downstream at once, there in the caller''s namespace' {
        $log = [System.Collections.Generic.List[string]]::new()
        Invoke-NetNamespace ns01 { foreach ($i in 1, 2) { $log.Add("makes $i in $(Get-Here)"); $i } } |
            ForEach-Object { $log.Add("takes $_ in $(Get-Here)") }
        $log | Should -Be "makes 1 in $inside", "takes 1 in $here", "makes 2 in $inside", "takes 2 in $here"
    }

    It 'lets cmdlets downstream work in the caller''s namespace' {
        & ip -n ns02 link add elsewhere type bridge
        Invoke-NetNamespace ns02 {
            Invoke-NetNamespace ns01 { Get-NetInterface lo } | ForEach-Object { (Get-NetInterface).Name }
        } | Should -Be 'lo', 'elsewhere'
        Invoke-NetNamespace ns02 { Invoke-NetNamespace ns01 { 'made-by-name' } | New-NetBridge } | ForEach-Object Namespace | Should -Be ns02
        Invoke-NetNamespace ns02 { Remove-NetBridge elsewhere, made-by-name }
        (Get-IPLink ns02).ifname | Should -Be lo
    }

    It 'hands errors and messages that join the output downstream in the caller''s namespace' {
        Invoke-NetNamespace ns01 { Write-Error e; 'o' } 2>&1 | ForEach-Object { Get-Here } | Should -Be $here, $here
        Invoke-NetNamespace ns01 { Write-Warning w; 'o' } 3>&1 | ForEach-Object { Get-Here } | Should -Be $here, $here
        $all = Invoke-NetNamespace ns01 { Write-Error e; Write-Warning w; Write-Verbose v -Verbose; Write-Information i; 'o' } *>&1 | ForEach-Object { "$_ $(Get-Here)" }
        $all | Should -Be "e $here", "w $here", "v $here", "i $here", "o $here"
    }

    It 'stops when downstream has enough' {
        $log = [System.Collections.Generic.List[int]]::new()
        Invoke-NetNamespace ns01 { foreach ($i in 1..10) { $log.Add($i); $i } } | Select-Object -First 2 | Should -Be 1, 2
        $log | Should -Be 1, 2
        Get-Here | Should -Be $here
    }

    It 'is back after <How>' -ForEach @(
        @{ How = 'a throw inside'; Block = { Invoke-NetNamespace ns01 { throw 'x' } } }
        @{ How = 'a throw two levels deep'; Block = { Invoke-NetNamespace ns01 { Invoke-NetNamespace ns02 { throw 'x' } } } }
        @{ How = 'a throw downstream'; Block = { Invoke-NetNamespace ns01 { 1 } | ForEach-Object { throw 'x' } } }
        @{ How = 'an error that stops'; Block = { $ErrorActionPreference = 'Stop'; Invoke-NetNamespace ns01 { Get-NetNamespace nowhere } } }
        @{ How = 'a namespace removed by the block itself'; Block = { New-NetNamespace ns03; Invoke-NetNamespace ns03 { Remove-NetNamespace ns03; throw 'x' } 3> $null } }
    ) {
        Get-ErrorsOf $block | Should -HaveCount 1
        Get-Here | Should -Be $here
        (Get-NetInterface -Namespace ns01).Name | Should -Be lo
    }

    It 'goes on with the next namespace where one does not exist' {
        $found = Invoke-NetNamespace ns01, nowhere, ns02 { Get-Here } -ErrorAction SilentlyContinue -ErrorVariable missing
        $found | Should -Be $inside, $insideToo
        $missing | Should -HaveCount 1
        Assert-NetError $missing[0] -Id NamespaceNotFound -Category ObjectNotFound -Target nowhere -Advice '*New-NetNamespace nowhere*'
    }

    It 'takes an object for the namespace that it is: when that is gone, it does not run' {
        $space = New-NetNamespace ns03
        Remove-NetNamespace ns03
        Assert-Refused { Invoke-NetNamespace $space { throw 'must not run' } } -Id NamespaceNotFound -Category ObjectNotFound
    }

    It 'refuses a name that is a path' {
        Assert-Refused { Invoke-NetNamespace ../netns/ns01 { throw 'must not run' } } -Id InvalidName -Category InvalidArgument -Target ../netns/ns01
    }

    It 'works in a function with a pipeline, in a module and in a class''s method' {
        function Get-All { process { Invoke-NetNamespace $_ { Get-Here } } }
        'ns01', 'ns02' | Get-All | Should -Be $inside, $insideToo
        $module = New-Module { function Get-There($Name) { Invoke-NetNamespace $Name { [System.IO.FileInfo]::new('/proc/thread-self/ns/net').LinkTarget } } }
        & $module { Get-There ns01 } | Should -Be $inside
    }
}
