# The assertion. One parameter set for each operator, so that an operator or parameter that is not here cannot bind.
function Should {
    [CmdletBinding()]
    param(
        [Parameter(ValueFromPipeline)] [object] $ActualValue,
        [switch] $Not,
        [string] $Because,
        [Parameter(Mandatory, ParameterSetName = 'Be')] [switch] $Be,
        [Parameter(Mandatory, ParameterSetName = 'BeExactly')] [switch] $BeExactly,
        [Parameter(Mandatory, ParameterSetName = 'BeLike')] [switch] $BeLike,
        [Parameter(Mandatory, ParameterSetName = 'BeLikeExactly')] [switch] $BeLikeExactly,
        [Parameter(Mandatory, ParameterSetName = 'Match')] [switch] $Match,
        [Parameter(Mandatory, ParameterSetName = 'MatchExactly')] [switch] $MatchExactly,
        [Parameter(Mandatory, ParameterSetName = 'BeGreaterThan')] [switch] $BeGreaterThan,
        [Parameter(Mandatory, ParameterSetName = 'BeGreaterOrEqual')] [switch] $BeGreaterOrEqual,
        [Parameter(Mandatory, ParameterSetName = 'BeLessThan')] [switch] $BeLessThan,
        [Parameter(Mandatory, ParameterSetName = 'BeLessOrEqual')] [switch] $BeLessOrEqual,
        [Parameter(Mandatory, ParameterSetName = 'Contain')] [switch] $Contain,
        [Parameter(Mandatory, ParameterSetName = 'BeIn')] [switch] $BeIn,
        [Parameter(Mandatory, ParameterSetName = 'HaveCount')] [switch] $HaveCount,
        [Parameter(Mandatory, ParameterSetName = 'BeOfType')] [switch] $BeOfType,
        [Parameter(Mandatory, ParameterSetName = 'BeNullOrEmpty')] [switch] $BeNullOrEmpty,
        [Parameter(Mandatory, ParameterSetName = 'BeTrue')] [switch] $BeTrue,
        [Parameter(Mandatory, ParameterSetName = 'BeFalse')] [switch] $BeFalse,
        [Parameter(Mandatory, ParameterSetName = 'Exist')] [switch] $Exist,
        [Parameter(Mandatory, ParameterSetName = 'Throw')] [switch] $Throw,
        [Parameter(Position = 0, ParameterSetName = 'Be')]
        [Parameter(Position = 0, ParameterSetName = 'BeExactly')]
        [Parameter(Position = 0, ParameterSetName = 'BeLike')]
        [Parameter(Position = 0, ParameterSetName = 'BeLikeExactly')]
        [Parameter(Position = 0, ParameterSetName = 'BeGreaterThan')]
        [Parameter(Position = 0, ParameterSetName = 'BeGreaterOrEqual')]
        [Parameter(Position = 0, ParameterSetName = 'BeLessThan')]
        [Parameter(Position = 0, ParameterSetName = 'BeLessOrEqual')]
        [Parameter(Position = 0, ParameterSetName = 'Contain')]
        [Parameter(Position = 0, ParameterSetName = 'BeIn')]
        [Parameter(Position = 0, ParameterSetName = 'HaveCount')] [object] $ExpectedValue,
        [Parameter(Position = 0, ParameterSetName = 'Match')]
        [Parameter(Position = 0, ParameterSetName = 'MatchExactly')] [object] $RegularExpression,
        [Parameter(Position = 0, ParameterSetName = 'BeOfType')] [object] $ExpectedType,
        [Parameter(Position = 0, ParameterSetName = 'Throw')] [string] $ExpectedMessage,
        [Parameter(Position = 1, ParameterSetName = 'Throw')] [string] $ErrorId,
        [Parameter(Position = 2, ParameterSetName = 'Throw')] [type] $ExceptionType,
        [Parameter(ParameterSetName = 'Throw')] [switch] $PassThru
    )
    begin { $values = [System.Collections.Generic.List[object]]::new() }
    process { $values.Add($ActualValue) }
    end {
        # Pester's soft assertions would let the test go on; here they would let it pass.
        if ($PSBoundParameters.ContainsKey('ErrorAction')) { throw [System.NotSupportedException]::new('Should has no -ErrorAction here.') }
        $name = $PSCmdlet.ParameterSetName
        if (-not $PSBoundParameters[$name]) { throw [System.NotSupportedException]::new("Should -${name}:`$false means nothing; use -Not.") }
        $reason = if ($Because.Trim()) { ", because $Because" }

        if ($name -eq 'Throw') {
            foreach ($value in $values) {
                $thrown = $null
                $faults = @(Get-ThrowFault $value $Not $ExpectedMessage $ErrorId $ExceptionType ([ref] $thrown))
                if ($faults) { Stop-Test ($faults -join ' ') $reason $PSCmdlet }
                if ($PassThru) { $thrown }
            }
            if ($values.Count -eq 0) { $null = Get-ThrowFault $null $Not '' '' $null ([ref] $null) }
            return
        }

        $operator = $script:Operators[$name]
        $expected = @($ExpectedValue, $RegularExpression, $ExpectedType)[[int]($name -like 'Match*') + 2 * [int]($name -eq 'BeOfType')]
        # Statements, not an expression: the value of `if` would unroll a list of one $null to nothing to check.
        if ($operator.ContainsKey('Whole')) { $subjects = , $values.ToArray() }
        elseif ($values.Count) { $subjects = $values.ToArray() }
        else { $subjects = @($null) }
        foreach ($subject in $subjects) {
            if ([bool](& $operator.Test $subject $expected) -ne [bool] $Not) { continue }
            $shown = if ($operator.ContainsKey('Whole') -and $values.Count -eq 1) { $values[0] } else { $subject }
            $takesValue = $PSBoundParameters.ContainsKey('ExpectedValue') -or $PSBoundParameters.ContainsKey('RegularExpression') -or $PSBoundParameters.ContainsKey('ExpectedType')
            $text = "Expected $(Get-ValueText $shown)$(if ($Not) { ' not' }) to $($operator.Says)$(if ($takesValue) { ' ' + (Get-ValueText $expected) })"
            $difference = if (-not $Not -and $name -in 'Be', 'BeExactly') { Get-DifferenceText $shown $expected ($name -eq 'BeExactly') }
            Stop-Test $text "$reason.$difference" $PSCmdlet
        }
    }
}

# Not `throw`, which a caller's $ErrorActionPreference = 'SilentlyContinue' would silence.
function Stop-Test([string] $Text, [string] $Reason, $Cmdlet) {
    $Cmdlet.ThrowTerminatingError((New-TestError PesterAssertionFailed ($Text + $Reason)))
}
