BeforeAll {
    . "$PSScriptRoot/shared/Errors.ps1"
    $others = @(Get-NamespaceNames)
}

Describe 'Get-NetBridge' {
    BeforeEach { New-NetNamespace lab }
    AfterEach { Remove-NamespacesExcept $others }

    It 'reads a bridge that ip made' {
        & ip -n lab link add br01 address 02:00:00:00:00:01 type bridge stp_state 1 forward_delay 300 ageing_time 12000 mcast_snooping 0 priority 4096
        & ip -n lab link add p1 master br01 type veth peer name q1
        & ip -n lab address add 10.0.0.1/24 dev br01
        & ip -n lab link set br01 up
        $bridge = Get-NetBridge br01 -Namespace lab
        $bridge.BridgeId | Should -BeExactly 1000.020000000001
        "$($bridge.MacAddress)" | Should -Be 02:00:00:00:00:01
        $bridge.Stp | Should -BeTrue
        $bridge.ForwardDelay.TotalSeconds | Should -Be 3
        $bridge.AgeingTime.TotalSeconds | Should -Be 120
        $bridge.MulticastSnooping | Should -BeFalse
        $bridge.Ports | Should -Be p1
        "$($bridge.IPAddress)" | Should -Be 10.0.0.1/24
        $bridge.Owner | Should -BeNullOrEmpty
        $bridge.IsUp | Should -BeTrue
    }

    It 'reads a bridge that brctl made' {
        & ip netns exec lab brctl addbr br01
        & ip -n lab link add p1 type veth peer name q1
        & ip netns exec lab brctl addif br01 q1
        & ip netns exec lab brctl stp br01 on
        $bridge = Get-NetBridge -Namespace lab
        $bridge.Name, "$($bridge.Ports)" | Should -Be 'br01', 'q1'
        $bridge.Stp | Should -BeTrue
        (& ip netns exec lab brctl show br01)[1] | Should -Match ([regex]::Escape($bridge.BridgeId))
    }

    It 'lists bridges alone, by name, wildcard, namespace and pipeline' {
        New-NetNamespace ns01
        'br01', 'br02' | New-NetBridge -Namespace lab
        New-NetBridge br03 -Namespace ns01
        New-VethPair v w -Namespace lab -PeerNamespace lab
        (Get-NetBridge -Namespace lab).Name | Should -Be 'br01', 'br02'
        (Get-NetBridge *3 -Namespace lab, ns01).Name | Should -Be br03
        (Get-NetNamespace lab, ns01 | Get-NetBridge).Name | Should -Be 'br01', 'br02', 'br03'
        ('br02', 'br01' | Get-NetBridge -Namespace lab).Name | Should -Be 'br02', 'br01'
        (Invoke-NetNamespace ns01 { Get-NetBridge }).Namespace | Should -Be ns01
    }

    It 'reads an object again, where it lives' {
        $bridge = New-NetBridge br01 -Namespace lab
        & ip -n lab address add 10.0.0.1/24 dev br01
        "$($bridge.IPAddress)" | Should -BeNullOrEmpty
        "$(($bridge | Get-NetBridge).IPAddress)" | Should -Be 10.0.0.1/24
    }

    It 'refuses a name that is no bridge, or is not there, and returns the others' {
        New-NetBridge br01 -Namespace lab
        Assert-Refused { Get-NetBridge br01, lo -Namespace lab } -Id BridgeNotFound -Category ObjectNotFound -Target lo
        Assert-Refused { Get-NetBridge br02 -Namespace lab } -Id BridgeNotFound -Category ObjectNotFound -Target br02 -Message '*namespace lab*'
        Assert-Refused { Get-NetBridge -Namespace nowhere } -Id NamespaceNotFound -Category ObjectNotFound -Target nowhere
        (Get-NetBridge br02, br01 -Namespace lab -ErrorAction Ignore).Name | Should -Be br01
    }
}
