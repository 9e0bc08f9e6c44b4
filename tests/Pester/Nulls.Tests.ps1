# What a misspelt variable gives: $null, a list of it, or an empty text, for every parameter of every cmdlet. It is nothing, or refused in words; it is
# never a fault of ours, and of a Get- cmdlet never everything.
BeforeDiscovery {
    . "$PSScriptRoot/shared/Module.ps1"
    # These wait for packets or for somebody; the filters that they share are Import-NetCapture's as well.
    $waiting = 'Watch-NetPacket', 'Receive-NetCapture', 'Start-NetCapture', 'Enter-NetNamespace'
    $common = [System.Management.Automation.Cmdlet]::CommonParameters + [System.Management.Automation.Cmdlet]::OptionalCommonParameters
    $cases = foreach ($command in Get-Command -Module VethLab -CommandType Cmdlet | Where-Object Name -NotIn $waiting) {
        foreach ($set in $command.ParameterSets) {
            $names = @($set.Parameters | Where-Object { $_.Name -notin $common -and $_.ParameterType -ne [switch] -and (-not $_.ParameterType.IsValueType -or [Nullable]::GetUnderlyingType($_.ParameterType)) }).Name
            if ($names) { @{ Command = $command.Name; Set = $set.Name; Names = $names } }
        }
    }
}

BeforeAll {
    . $PSScriptRoot/shared/Errors.ps1
    . $PSScriptRoot/shared/Namespaces.ps1
    ip netns add lab
    ip -n lab link add eth0 type veth peer name eth1

    # Something for a parameter that must be there.
    function Get-Something($Parameter) {
        switch -Wildcard ($Parameter.ParameterType.Name) {
            'ScriptBlock' { return { } }
            '*Int*' { return 80 }
        }
        switch -Regex ($Parameter.Name) {
            'Prefix|Subnet' { return '10.0.0.0/24' }
            'Address|Destination|Hop|Gateway' { return '10.0.0.1' }
        }
        'eth0'
    }

    # The errors of a cmdlet with one parameter so.
    function Get-ErrorsWith([string] $Command, [string] $Set, [string] $Name, $Value) {
        $parameters = (Get-Command $Command).ParameterSets.Where({ $_.Name -eq $Set })[0].Parameters
        $words = @{}
        foreach ($parameter in $parameters.Where({ $_.IsMandatory })) { $words[$parameter.Name] = Get-Something $parameter }
        if ($parameters.Name -contains 'Namespace') { $words.Namespace = 'lab' }
        if ($parameters.Name -contains 'WhatIf') { $words.WhatIf = $true }
        $words[$Name] = $Value
        Get-ErrorsOf { $null = & $Command @words }
    }
}

AfterAll { ip netns delete lab }

Describe 'Nothing, given to a parameter' {
    It 'of <Command> (<Set>), is refused in words or is nothing' -ForEach $cases {
        $before = Get-NetworkPicture
        foreach ($name in $Names) {
            foreach ($value in $null, (, @($null)), '') {
                foreach ($failure in Get-ErrorsWith $Command $Set $name $value) {
                    $exception = $failure.Exception
                    if ($exception -is [System.Management.Automation.ParameterBindingException]) { continue }
                    $exception.GetType().FullName | Should -BeExactly 'VethLab.Networks.Errors.NetworkException' -Because "-$name '$value': $failure"
                }
            }
        }
        Get-NetworkPicture | Should -BeExactly $before
    }

    It '<_> says that it is $null' -ForEach @(
        { Get-NetInterface $missing }, { Get-NetInterface -Bridge $missing }, { Get-NetInterface -Namespace $missing }, { Get-NetBridge $missing }, { Get-VethPair $missing }
        { Get-NetNamespace $missing }, { Get-NetRoute $missing }, { Get-NetIPAddress -InterfaceAlias $missing }, { Get-VethLab $missing }, { Enable-NetForwarding $missing }
        { Import-NetCapture x.pcap -Port $missing }
    ) {
        $errors = @(Get-ErrorsOf $_)
        $errors.FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
        "$errors" | Should -BeLike '*null*'
    }

    It 'of New-VethPair, New-NetBridge and New-NetRoute is none' {
        New-VethPair a b -Namespace lab -IPAddress $null -PeerIPAddress $null -Gateway $null
        New-NetBridge br -Namespace lab -IPAddress $null
        New-NetRoute 10.7.0.0/16 -InterfaceAlias a -NextHop $null -NextHops @($null) -Table $null -Namespace lab | Out-Null
        (Get-NetIPAddress -Namespace lab -AddressFamily IPv4 -ErrorAction Ignore) | Should -BeNullOrEmpty
        ip -n lab route | Should -BeLike '10.7.0.0/16 dev a *'
        Remove-NetInterface a, br -Namespace lab
    }

    It 'for -ArgumentList is no argument' {
        Invoke-NetNamespace lab { $args.Count } -ArgumentList $null | Should -Be 0
        Invoke-NetNamespace lab { $args.Count } -ArgumentList @($null) | Should -Be 1
    }
}
