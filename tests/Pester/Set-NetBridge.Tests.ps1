# Set-NetBridge: what it changes must be what `ip -d -j link` and the bridge's files below /sys say afterwards.
BeforeAll {
    if (-not (Get-Module VethLab)) { Import-Module "$PSScriptRoot/../../VethLab.psd1" }
    . $PSScriptRoot/shared/Errors.ps1
    . $PSScriptRoot/shared/Witnesses.ps1

    # The bridge as ip tells it; its settings are in hundredths of a second.
    function Get-BridgeData([string] $Name = 'br01') { (Get-IPJson lab '-d', link, show, dev, $Name).linkinfo.info_data }
}

Describe 'Set-NetBridge' {
    BeforeEach {
        ip netns add lab
        ip -n lab link add br01 type bridge
        ip -n lab link set br01 up addrgenmode none
    }
    AfterEach { ip netns delete lab }

    It 'turns STP on and off' {
        Set-NetBridge br01 -Stp $true -Namespace lab | Should -BeNullOrEmpty
        (Get-BridgeData).stp_state | Should -Be 1
        Set-NetBridge br01 -Stp $false -Namespace lab
        (Get-BridgeData).stp_state | Should -Be 0
    }

    It 'sets the forward delay to <Seconds> s' -ForEach @(@{ Seconds = 2; Ticks = 200 }, @{ Seconds = 4.5; Ticks = 450 }, @{ Seconds = 30; Ticks = 3000 }) {
        Set-NetBridge br01 -ForwardDelaySeconds $Seconds -Namespace lab
        (Get-BridgeData).forward_delay | Should -Be $Ticks
        (Get-NetBridge br01 -Namespace lab).ForwardDelay.TotalSeconds | Should -Be $Seconds
    }

    It 'sets a delay below two seconds on a bridge without STP' {
        Set-NetBridge br01 -ForwardDelaySeconds 0 -Namespace lab
        (Get-BridgeData).forward_delay | Should -Be 0
    }

    It 'sets the ageing time to <Seconds> s' -ForEach @(@{ Seconds = 0; Ticks = 0 }, @{ Seconds = 12.5; Ticks = 1250 }, @{ Seconds = 3600; Ticks = 360000 }) {
        Set-NetBridge br01 -AgeingTimeSeconds $Seconds -Namespace lab
        (Get-BridgeData).ageing_time | Should -Be $Ticks
        (Get-NetBridge br01 -Namespace lab).AgeingTime.TotalSeconds | Should -Be $Seconds
    }

    It 'takes <Text> for a truth value' -ForEach @(@{ Text = 'on'; Value = 1 }, @{ Text = 'Off'; Value = 0 }, @{ Text = 'True'; Value = 1 }, @{ Text = 'false'; Value = 0 }) {
        ip -n lab link set br01 type bridge stp_state (1 - $Value)
        Set-NetBridge br01 -Stp $Text -Namespace lab -ErrorAction Stop
        (Get-BridgeData).stp_state | Should -Be $Value
    }

    It 'turns multicast snooping off and on' {
        Set-NetBridge br01 -MulticastSnooping $false -Namespace lab
        (Get-BridgeData).mcast_snooping | Should -Be 0
        (Get-NetBridge br01 -Namespace lab).MulticastSnooping | Should -BeFalse
        Set-NetBridge br01 -MulticastSnooping $true -Namespace lab
        (Get-BridgeData).mcast_snooping | Should -Be 1
    }

    It 'sets MAC and MTU' {
        Set-NetBridge br01 -MacAddress 02-00-00-00-00-0A -Mtu 1400 -Namespace lab
        $link = Get-IPJson lab link, show, dev, br01
        $link.address | Should -BeExactly '02:00:00:00:00:0a'
        $link.mtu | Should -Be 1400
    }

    It 'keeps its MAC when ports come, once it was set' {
        Set-NetBridge br01 -MacAddress fe:00:00:00:00:01 -Namespace lab
        ip -n lab link add p0 address 02:00:00:00:00:00 type veth peer name p1
        ip -n lab link set p0 master br01
        (Get-IPJson lab link, show, dev, br01).address | Should -BeExactly 'fe:00:00:00:00:01'
    }

    It 'changes all at once, and several bridges' {
        ip -n lab link add br02 type bridge
        $made = Set-NetBridge br01, br02 -Stp $true -ForwardDelaySeconds 3 -AgeingTimeSeconds 60 -MulticastSnooping $false -Mtu 1450 -Namespace lab -PassThru
        $made.Name | Should -Be br01, br02
        foreach ($name in 'br01', 'br02') {
            $data = Get-BridgeData $name
            "$($data.stp_state) $($data.forward_delay) $($data.ageing_time) $($data.mcast_snooping)" | Should -BeExactly '1 300 6000 0'
            (Get-IPJson lab link, show, dev, $name).mtu | Should -Be 1450
        }
    }

    It 'returns with -PassThru the bridge as it is now' {
        $bridge = Set-NetBridge br01 -Stp $true -Namespace lab -PassThru
        $bridge.Stp | Should -BeTrue
        # The carrier of a bridge without ports goes a moment after it came up.
        $settled = { $_ | Select-Object -Property * -ExcludeProperty State, Counters | ConvertTo-Json }
        $bridge | ForEach-Object $settled | Should -BeExactly (Get-NetBridge br01 -Namespace lab | ForEach-Object $settled)
        (Set-NetBridge br01 -Stp $true -Namespace lab -PassThru).Stp | Should -BeTrue -Because 'it is returned even where nothing is to do'
    }

    It 'changes an object where it lives, wherever that is done' {
        $bridge = Invoke-NetNamespace lab { Get-NetBridge br01 }
        $bridge | Set-NetBridge -AgeingTimeSeconds 77
        (Get-BridgeData).ageing_time | Should -Be 7700
    }

    It 'takes names, objects and rows of a table from the pipeline' {
        ip -n lab link add br02 type bridge
        'br01', 'br02' | Set-NetBridge -AgeingTimeSeconds 11 -Namespace lab
        (Get-BridgeData br02).ageing_time | Should -Be 1100
        Get-NetBridge -Namespace lab | Set-NetBridge -AgeingTimeSeconds 12
        (Get-BridgeData br01).ageing_time | Should -Be 1200
        [pscustomobject]@{ Name = 'br02'; Namespace = 'lab' } | Set-NetBridge -AgeingTimeSeconds 13
        (Get-BridgeData br02).ageing_time | Should -Be 1300
    }

    It 'does nothing on a second run, and says so' {
        Set-NetBridge br01 -Stp $true -ForwardDelaySeconds 5 -Namespace lab
        $lines = Get-VerboseLines { Set-NetBridge br01 -Stp $true -ForwardDelaySeconds 5 -Namespace lab -Verbose }
        $lines | Should -BeExactly 'br01 is so already.'
    }

    It 'changes nothing with -WhatIf' {
        $before = Get-KernelState lab
        Set-NetBridge br01 -Stp $true -AgeingTimeSeconds 5 -Mtu 1400 -Namespace lab -WhatIf | Should -BeNullOrEmpty
        Get-KernelState lab | Should -BeExactly $before
        $data = Get-BridgeData
        "$($data.stp_state) $($data.ageing_time)" | Should -BeExactly '0 30000'
    }

    It 'tells with -Verbose the ip commands, a delay that STP does not allow while STP is off' {
        $null = Set-NetBridge br01 -Stp $true -Namespace lab
        Get-VerboseLines { Set-NetBridge br01 -Stp $false -ForwardDelaySeconds 1 -MulticastSnooping $false -Namespace lab -Verbose } | Where-Object { $_ -like 'ip *' } | Should -Be @(
            'ip -n lab link set br01 type bridge stp_state 0'
            'ip -n lab link set br01 type bridge forward_delay 100'
            'ip -n lab link set br01 type bridge mcast_snooping 0'
        )
        Set-NetBridge br01 -Stp $true -ForwardDelaySeconds 2 -Namespace lab
        (Get-BridgeData).forward_delay | Should -Be 200
    }

    It 'takes back what it did when a later part is refused' {
        ip -n lab link set br01 type bridge stp_state 1
        $refusal = Get-FirstError { Set-NetBridge br01 -AgeingTimeSeconds 5 -Mtu 1400 -ForwardDelaySeconds 1 -Namespace lab }
        $refusal.FullyQualifiedErrorId | Should -BeLike 'InvalidValue,*'
        $refusal.ErrorDetails.RecommendedAction | Should -BeLike '*2 to 30 s*'
        (Get-IPJson lab link, show, dev, br01).mtu | Should -Be 1500
        (Get-BridgeData).ageing_time | Should -Be 30000
    }

    It 'says that <What>' -ForEach @(
        @{ What = 'there is no such bridge'; Name = 'br07'; Id = 'BridgeNotFound'; Category = 'ObjectNotFound'; Target = 'br07' }
        @{ What = 'it is no bridge'; Name = 'lo'; Id = 'NotABridge'; Category = 'InvalidType'; Target = 'lo' }
        @{ What = 'the name is too long'; Name = 'a-name-longer-than-15'; Id = 'InvalidName'; Category = 'InvalidArgument'; Target = 'a-name-longer-than-15' }
    ) {
        Assert-Refused { Set-NetBridge $Name -Stp $true -Namespace lab } $Id $Category $Target
    }

    It 'refuses <Because>' -ForEach @(
        @{ Because = 'an MTU of 10'; Change = @{ Mtu = 10 }; Id = 'InvalidMtu'; Target = 'br01' }
        @{ Because = 'a multicast MAC'; Change = @{ MacAddress = '01:00:00:00:00:01' }; Id = 'InvalidMacAddress'; Target = 'br01' }
        @{ Because = 'a MAC that is none'; Change = @{ MacAddress = 'x' }; Id = 'InvalidMacAddress'; Target = 'x' }
    ) {
        Assert-Refused { Set-NetBridge br01 @Change -Namespace lab } $Id InvalidArgument $Target
    }

    It 'refuses a delay of <Seconds> s before anything is done' -ForEach @(@{ Seconds = -1 }, @{ Seconds = 31 }) {
        (Get-FirstError { Set-NetBridge br01 -ForwardDelaySeconds $Seconds -Namespace lab }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
    }

    It 'changes two of three and reports the third' {
        ip -n lab link add br02 type bridge
        'br01', 'br07', 'br02' | Set-NetBridge -AgeingTimeSeconds 9 -Namespace lab -ErrorVariable missing -ErrorAction SilentlyContinue
        (Get-BridgeData br01).ageing_time | Should -Be 900
        (Get-BridgeData br02).ageing_time | Should -Be 900
        "$($missing.TargetObject)" | Should -BeExactly br07
    }
}
