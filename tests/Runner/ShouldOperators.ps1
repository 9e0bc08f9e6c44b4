# What each operator of Should compares. Whole: it looks at all piped values as one array, the others at one at a time.
# Test returns whether the values agree; the expected value is on the side of -eq where Pester has it.
$script:Operators = @{
    Be               = @{ Whole = $true; Says = 'be'; Test = { param($actual, $expected) Test-Equal $actual $expected $false } }
    BeExactly        = @{ Whole = $true; Says = 'be exactly'; Test = { param($actual, $expected) Test-Equal $actual $expected $true } }
    BeLike           = @{ Says = 'be like'; Test = { param($actual, $expected) $actual -like $expected } }
    BeLikeExactly    = @{ Says = 'be exactly like'; Test = { param($actual, $expected) $actual -clike $expected } }
    Match            = @{ Says = 'match'; Test = { param($actual, $expected) $actual -match $expected } }
    MatchExactly     = @{ Says = 'match exactly'; Test = { param($actual, $expected) $actual -cmatch $expected } }
    BeGreaterThan    = @{ Says = 'be greater than'; Test = { param($actual, $expected) $actual -gt $expected } }
    BeGreaterOrEqual = @{ Says = 'be greater than or equal to'; Test = { param($actual, $expected) $actual -ge $expected } }
    BeLessThan       = @{ Says = 'be less than'; Test = { param($actual, $expected) $actual -lt $expected } }
    BeLessOrEqual    = @{ Says = 'be less than or equal to'; Test = { param($actual, $expected) $actual -le $expected } }
    Contain          = @{ Whole = $true; Says = 'contain'; Test = { param($actual, $expected) $actual -contains $expected } }
    BeIn             = @{ Says = 'be in'; Test = { param($actual, $expected) $expected -contains $actual } }
    HaveCount        = @{ Whole = $true; Says = 'have a count of'; Test = { param($actual, $expected) Test-Count $actual $expected } }
    BeOfType         = @{ Says = 'be of type'; Test = { param($actual, $expected) $actual -is (Get-ExpectedType $expected) } }
    BeNullOrEmpty    = @{ Whole = $true; Says = 'be null or empty'; Test = { param($actual) Test-NullOrEmpty $actual } }
    BeTrue           = @{ Says = 'be true'; Test = { param($actual) [bool] $actual } }
    BeFalse          = @{ Says = 'be false'; Test = { param($actual) -not $actual } }
    Exist            = @{ Says = 'exist'; Test = { param($actual) $ExecutionContext.SessionState.InvokeProvider.Item.Exists([string] $actual) } }
}

function Test-Equal($Actual, $Expected, [bool] $CaseSensitive) {
    $left = @($Actual)
    $right = @($Expected)
    $leftEmpty = $left.Count -eq 0 -or ($left.Count -eq 1 -and $null -eq $left[0])
    $rightEmpty = $right.Count -eq 0 -or ($right.Count -eq 1 -and $null -eq $right[0])
    if ($leftEmpty -or $rightEmpty) { return $leftEmpty -and $rightEmpty }
    if ($left.Count -ne $right.Count) { return $false }
    for ($i = 0; $i -lt $left.Count; $i++) {
        $same = if ($left[$i] -is [array] -or $right[$i] -is [array]) { Test-Equal $left[$i] $right[$i] $CaseSensitive }
        elseif ($CaseSensitive) { $right[$i] -ceq $left[$i] }
        else { $right[$i] -eq $left[$i] }
        if (-not $same) { return $false }
    }
    $true
}

function Test-Count($Actual, $Expected) {
    $count = [int] $Expected
    if ($count -lt 0) { throw [System.ArgumentException]::new('-HaveCount takes no negative number.') }
    @($Actual).Count -eq $count
}

function Test-NullOrEmpty($Actual) {
    $all = @($Actual)
    if ($all.Count -ne 1) { return $all.Count -eq 0 }
    if ($all[0] -is [hashtable]) { return $all[0].Count -eq 0 }
    [string]::IsNullOrEmpty([string] $all[0])
}

function Get-ExpectedType($Expected) {
    if ($Expected -is [type]) { return $Expected }
    $name = ([string] $Expected) -replace '^\[(.*)\]$', '$1'
    $type = $name -as [type]
    if ($null -eq $type) { throw [System.ArgumentException]::new("There is no loaded type [$name].") }
    $type
}

# -Throw: returns what is wrong, or nothing. Sets $Thrown to the error record that was caught, if any.
function Get-ThrowFault($Block, [bool] $Not, [string] $Message, [string] $ErrorId, [type] $ExceptionType, [ref] $Thrown) {
    if ($Block -isnot [scriptblock]) { throw [System.ArgumentException]::new('The input of Should -Throw must be one script block, in braces.') }
    $caught = $null
    $finished = $false
    try {
        do { $null = & $Block; $finished = $true } while ($false)   # the loop keeps a stray break inside
    }
    catch { $caught = $_ }
    $Thrown.Value = $caught
    if ($Not) {
        if ($caught) { return "Expected no exception, but got one: '$($caught.Exception.Message)'." }
        if (-not $finished) { return 'Expected no exception, but the block was left by a stray break or continue.' }
        return
    }
    if (-not $caught) { return 'Expected an exception, but none was thrown.' }
    if ($ExceptionType -and $caught.Exception -isnot $ExceptionType) { "Expected an exception of type [$ExceptionType], but got [$($caught.Exception.GetType())]: '$($caught.Exception.Message)'." }
    if ($Message.Trim() -and $caught.Exception.Message -notlike $Message) { "Expected an exception with a message like '$Message', but got '$($caught.Exception.Message)'." }
    if ($ErrorId.Trim() -and $caught.FullyQualifiedErrorId -notlike $ErrorId) { "Expected an exception with error id '$ErrorId', but got '$($caught.FullyQualifiedErrorId)': '$($caught.Exception.Message)'." }
}
