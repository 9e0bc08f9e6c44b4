# Second phase. Scopes nest as the blocks do, all in the tests' session state:
#   & { . BeforeAll; & { . inner BeforeAll; & { . BeforeEach; . It; . AfterEach }; . inner AfterAll }; . AfterAll }
# so what BeforeAll sets is seen by everything inside, and what It sets is gone after it. The scripts below hold one
# variable, $__run, shared by reference with the runner.
$script:RunBlockInUserScope = {
    param($__run)
    $__arguments = $__run.Arguments
    try {
        foreach ($__name in $__run.Variables.Keys) { $ExecutionContext.SessionState.PSVariable.Set($__name, $__run.Variables[$__name]) }
        if ($__run.Before) { . $__run.Before @__arguments }
        $__run.Node.Name = . ([scriptblock]::Create($__run.NameSource))
        & $__run.Inside $__run.Node
        $__run.Finished++
    }
    catch { $__run.Node.Errors.Add($_) }
    finally {
        if ($__run.After) {
            try { . $__run.After @__arguments } catch { $__run.Node.Errors.Add($_) }
            $__run.Finished++
        }
    }
}

$script:RunTestInUserScope = {
    param($__run)
    $__arguments = $__run.Arguments
    try {
        foreach ($__name in $__run.Variables.Keys) { $ExecutionContext.SessionState.PSVariable.Set($__name, $__run.Variables[$__name]) }
        foreach ($__hook in $__run.Before) { . $__hook @__arguments; $__run.Finished++ }
        $__run.Node.Name = . ([scriptblock]::Create($__run.NameSource))
        . $__run.Node.Body @__arguments
        $__run.Finished++
    }
    catch { $__run.Node.Errors.Add($_) }
    finally {
        foreach ($__hook in $__run.After) {
            try { . $__hook @__arguments } catch { $__run.Node.Errors.Add($_) }
            $__run.Finished++
        }
    }
}

function Invoke-InUserScope([scriptblock] $Script, $Run, [int] $Expected) {
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    do { $null = & (Get-UserBlock $Script) $Run } while ($false)    # the loop catches a stray break
    $Run.Node.Duration = $clock.Elapsed
    if ($Run.Finished -lt $Expected -and $Run.Node.Errors.Count -eq 0) {
        $Run.Node.Errors.Add((New-TestError RunnerStrayBreak "'$($Run.Node.Path)' was left by a stray break or continue."))
    }
    Set-FullName $Run.Node
}

# A full name is made of expanded names, as far as they have been expanded by now.
function Set-FullName($Node) {
    if ($Node.Kind -eq 'File') { return }
    $Node.FullName = if ($Node.Parent.Kind -eq 'File') { $Node.Name } else { $Node.Parent.FullName + '.' + $Node.Name }
}

function Invoke-TestBlock($Node) {
    $run = @{
        Node = $Node; Finished = 0; Variables = Get-ItemVariables $Node; Arguments = Get-ItemArguments $Node
        NameSource = Get-NameSource $Node.Name; Inside = ${function:Invoke-TestChildren}
        Before = $(if (-not $Node.Skip) { $Node.BeforeAll }); After = $(if (-not $Node.Skip) { $Node.AfterAll })
    }
    $drive = Get-TestDriveEntries
    Invoke-InUserScope $script:RunBlockInUserScope $run (1 + [int]($null -ne $run.After))
    Clear-TestDrive -Except $drive
    # A test whose block's setup failed has not run, and counts as failed.
    foreach ($test in Get-TestNodes $Node) {
        if ($test.Selected -and $test.Result -eq 'NotRun') {
            $test.Result = 'Failed'
            $test.Errors.Add((New-TestError RunnerSetupFailed "The setup of '$($Node.FullName)' failed."))
        }
    }
    $Node.Result = if ($Node.Errors.Count) { 'Failed' } else { 'Passed' }
}

function Invoke-TestChildren($Node) {
    Set-FullName $Node
    foreach ($child in $Node.Children) {
        if (-not $child.Selected) { continue }
        Set-FullName $child
        if ($child.Kind -eq 'Test') { Invoke-TestNode $child } else { Invoke-TestBlock $child }
    }
}

function Invoke-TestNode($Node) {
    if ($Node.Skip) {
        $Node.Result = 'Skipped'
        return
    }
    $before = [System.Collections.Generic.List[scriptblock]]::new()
    $after = [System.Collections.Generic.List[scriptblock]]::new()
    for ($block = $Node.Parent; $null -ne $block; $block = $block.Parent) {
        if ($block.BeforeEach) { $before.Insert(0, $block.BeforeEach) }     # outermost first
        if ($block.AfterEach) { $after.Add($block.AfterEach) }              # innermost first
    }
    $run = @{
        Node = $Node; Finished = 0; Variables = Get-ItemVariables $Node; Arguments = Get-ItemArguments $Node
        NameSource = Get-NameSource $Node.Name; Before = $before; After = $after
    }
    Invoke-InUserScope $script:RunTestInUserScope $run ($before.Count + 1 + $after.Count)
    $Node.Result = if ($Node.Errors.Count -eq 0) { 'Passed' }
    elseif ($Node.Errors.Count -eq 1 -and $Node.Errors[0].FullyQualifiedErrorId -like 'PesterTestSkipped*') { 'Skipped' }
    else { 'Failed' }
}

function New-TestError([string] $Id, [string] $Message) {
    [System.Management.Automation.ErrorRecord]::new([System.Management.Automation.RuntimeException]::new($Message), $Id, 'InvalidResult', $null)
}

# Ends the running test as skipped. Nothing after it in the test runs; AfterEach does.
function Set-ItResult {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [switch] $Skipped, [string] $Because)
    $reason = if ($Because) { "is skipped, because $Because" } else { 'is skipped' }
    $PSCmdlet.ThrowTerminatingError((New-TestError PesterTestSkipped $reason))
}

# `exit` in a test ends the script scope with everything in it: whatever was selected and did not run has failed.
function Set-UnreachedFailed($File) {
    foreach ($test in Get-TestNodes $File) {
        if ($test.Selected -and $test.Result -eq 'NotRun') {
            $test.Result = 'Failed'
            $test.Errors.Add((New-TestError RunnerNotReached 'This test did not end: it, or one before it, called exit.'))
        }
    }
}

# Discovers and runs one file. Returns its node: Errors of a File node are discovery errors or its own setups'.
function Invoke-TestFile {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [string] $Path, [string[]] $Tag, [string[]] $ExcludeTag, [string[]] $FullName)
    $script:UserScope = [psmoduleinfo]::new($false)
    $script:UserScope.SessionState = $PSCmdlet.SessionState
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    $file = Find-Tests $Path
    if ($file.Errors.Count -eq 0) {
        Select-TestNode $file $Tag $ExcludeTag $FullName $false $false
        if ($file.Selected) {
            New-TestDrive
            try {
                $null = & (Get-UserBlock { param($__scope, $__run, $__file) & $__scope { & $__run $__file } }) "$PSScriptRoot/ScriptScope.ps1" ${function:Invoke-TestBlock} $file
                Set-UnreachedFailed $file
            }
            finally { Remove-TestDrive }
        }
    }
    else { $file.Result = 'Failed' }
    $file.Duration = $clock.Elapsed
    $file
}
