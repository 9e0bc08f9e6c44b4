# What a person reads: a line for each file, and what failed with where.
function Write-TestFileReport($File) {
    $tests = @(Get-TestNodes $File)
    $count = { param($result) @($tests | Where-Object Result -EQ $result).Count }
    $failures = @(Get-BlockNodes $File | Where-Object { $_.Errors.Count }) + @($tests | Where-Object Result -EQ 'Failed')
    $Host.UI.WriteLine("[$(if ($failures) { '-' } else { '+' })] $($File.Name): $(& $count Passed) passed, $(& $count Failed) failed, $(& $count Skipped) skipped ($($File.Duration.TotalSeconds.ToString('0.0'))s)")
    foreach ($node in $failures) {
        $Host.UI.WriteLine("    [-] $(if ($node.Kind -eq 'Test') { $node.FullName } else { "$($node.FullName) (setup, teardown or discovery)" })")
        foreach ($errorRecord in $node.Errors) {
            foreach ($line in $errorRecord.Exception.Message -split "`n") { $Host.UI.WriteLine("        $line") }
            foreach ($place in Get-ErrorPlaces $errorRecord $File.Name) { $Host.UI.WriteLine("        $place") }
        }
    }
}

# What a program reads: one object for each test, and for each block or file that failed by itself.
function Get-TestFileResults($File) {
    foreach ($test in Get-TestNodes $File) { [pscustomobject]@{ Result = $test.Result; File = $File.Name; Name = $test.FullName; Message = "$($test.Errors)" } }
    foreach ($block in Get-BlockNodes $File | Where-Object { $_.Errors.Count }) {
        $name = if ($block.Kind -eq 'File') { 'file: discovery, setup or teardown failed' } else { "block: $($block.FullName)" }
        [pscustomobject]@{ Result = 'Failed'; File = $File.Name; Name = $name; Message = "$($block.Errors)" }
    }
}

# The frames of an error's stack that lie in the tests: above the runner's, down to the test file's first.
function Get-ErrorPlaces([System.Management.Automation.ErrorRecord] $ErrorRecord, [string] $TestFile) {
    foreach ($frame in "$($ErrorRecord.ScriptStackTrace)" -split "`n") {
        if (-not $frame -or $frame.Contains($PSScriptRoot) -or $frame -like '*<No file>*') { continue }
        $frame
        if ($frame.Contains($TestFile)) {
            if ($ErrorRecord.InvocationInfo.Line) { '> ' + $ErrorRecord.InvocationInfo.Line.Trim() }
            return
        }
    }
}
