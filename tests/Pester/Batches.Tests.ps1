# Many objects, a bad one in the middle: the others are done, and there is exactly one error, about the bad one. For every cmdlet that takes
# several from the pipeline.
BeforeDiscovery {
    if (-not (Get-Module VethLab)) { Import-Module "$PSScriptRoot/../../VethLab.psd1" }
    $rows = @(
        @{ Cmdlet = 'New-NetNamespace'; Run = { 'n1', 'a/b', 'n2' | New-NetNamespace }; Id = 'InvalidName'; Target = 'a/b'; Ask = 'ip netns list | cut -d" " -f1 | grep "^n[12]"'; Answer = "n2`nn1" }
        @{ Cmdlet = 'Get-NetNamespace'; Run = { 'lab', 'nowhere', 'ns01' | Get-NetNamespace }; Id = 'NamespaceNotFound'; Target = 'nowhere'; Names = 'lab', 'ns01' }
        @{ Cmdlet = 'Remove-NetNamespace'; Run = { 'r1', 'nowhere', 'r2' | Remove-NetNamespace }; Id = 'NamespaceNotFound'; Target = 'nowhere'; Ask = 'ip netns list | grep "^r[12]"'; Answer = '' }
        @{ Cmdlet = 'Invoke-NetNamespace'; Run = { 'lab', 'nowhere', 'ns01' | Invoke-NetNamespace { Get-NetNamespace -Current } }; Id = 'NamespaceNotFound'; Target = 'nowhere'; Names = 'lab', 'ns01' }
        @{ Cmdlet = 'New-NetBridge'; Run = { 'b1', 'sixteen-bytes-xx', 'b2' | New-NetBridge -Namespace lab }; Id = 'InvalidName'; Target = 'sixteen-bytes-xx'; Ask = 'ip -n lab -br link show type bridge'; Answer = '*b1 *b2 *' }
        @{ Cmdlet = 'Get-NetBridge'; Run = { 'br01', 'nope', 'br02' | Get-NetBridge -Namespace lab }; Id = 'BridgeNotFound'; Target = 'nope'; Names = 'br01', 'br02' }
        @{ Cmdlet = 'Set-NetBridge'; Run = { 'br01', 'd1', 'br02' | Set-NetBridge -AgeingTimeSeconds 7 -Namespace lab }; Id = 'NotABridge'; Target = 'd1'; Ask = 'ip -n lab -d link show type bridge | grep -c "ageing_time 700 "'; Answer = '2' }
        @{ Cmdlet = 'Remove-NetBridge'; Run = { 'br01', 'nope', 'br02' | Remove-NetBridge -Namespace lab }; Id = 'BridgeNotFound'; Target = 'nope'; Ask = 'ip -n lab link show type bridge'; Answer = '' }
        @{ Cmdlet = 'New-VethPair'; Run = { 'v8', 'd1', 'v9' | ForEach-Object { [pscustomobject]@{ Name = $_; PeerName = "p$_"; Namespace = 'lab' } } | New-VethPair -PeerNamespace ns01 }; Id = 'InterfaceExists'; Target = 'd1'; Ask = 'ip -n lab -br link show type veth'; Answer = '*v8@*v9@*' }
        @{ Cmdlet = 'Get-VethPair'; Run = { 'd1', 'br01', 'd2' | Get-VethPair -Namespace lab }; Id = 'InterfaceNotFound'; Target = 'br01'; Names = 'd1', 'd2' }
        @{ Cmdlet = 'Remove-VethPair'; Run = { 'd1', 'br01', 'd2' | Remove-VethPair -Namespace lab }; Id = 'NotAVeth'; Target = 'br01'; Ask = 'ip -n lab link show type veth'; Answer = '' }
        @{ Cmdlet = 'Add-VethToBridge'; Run = { 'd1', 'nope', 'd2' | Add-VethToBridge br01 -Namespace lab }; Id = 'InterfaceNotFound'; Target = 'nope'; Ask = 'ip -n lab -br link show master br01'; Answer = '*d1@*d2@*' }
        @{ Cmdlet = 'Remove-VethFromBridge'; Before = 'ip -n lab link set d1 master br01; ip -n lab link set d2 master br01'; Run = { 'd1', 'br02', 'd2' | Remove-VethFromBridge -Namespace lab }; Id = 'NotInBridge'; Target = 'br02'; Ask = 'ip -n lab link show master br01'; Answer = '' }
        @{ Cmdlet = 'Get-NetInterface'; Run = { 'd1', 'nope', 'd2' | Get-NetInterface -Namespace lab }; Id = 'InterfaceNotFound'; Target = 'nope'; Names = 'd1', 'd2' }
        @{ Cmdlet = 'Set-NetInterface'; Run = { 'd1', 'nope', 'd2' | Set-NetInterface -Mtu 1300 -Namespace lab }; Id = 'InterfaceNotFound'; Target = 'nope'; Ask = 'ip -n lab link show type veth | grep -c "mtu 1300"'; Answer = '2' }
        @{ Cmdlet = 'Remove-NetInterface'; Run = { 'd1', 'lo', 'br02' | Remove-NetInterface -Namespace lab }; Id = 'InterfaceNotDeletable'; Target = 'lo'; Ask = 'ip -n lab -br link | cut -d" " -f1'; Answer = "lo`nbr01`nd2@*" }
        @{ Cmdlet = 'New-NetIPAddress'; Run = { 'd1', 'nope', 'd2' | New-NetIPAddress 10.0.0.1/24 -Namespace lab }; Id = 'InterfaceNotFound'; Target = 'nope'; Ask = 'ip -n lab -4 -br address | grep -c 10.0.0.1'; Answer = '2' }
        @{ Cmdlet = 'Get-NetIPAddress'; Run = { '192.168.88.1', '10.9.9.9', '192.168.89.1' | Get-NetIPAddress -Namespace lab }; Id = 'AddressNotFound'; Target = '10.9.9.9'; Names = '192.168.88.1/24', '192.168.89.1/24' }
        @{ Cmdlet = 'Remove-NetIPAddress'; Run = { '192.168.88.1/24', '10.9.9.9/24', '192.168.89.1/24' | ForEach-Object { [pscustomobject]@{ IPAddress = $_; Namespace = 'lab' } } | Remove-NetIPAddress }; Id = 'AddressNotFound'; Target = '10.9.9.9/24'; Ask = 'ip -n lab -4 address'; Answer = '' }
        @{ Cmdlet = 'New-NetRoute'; Run = { '10.1.0.0/16', '10.2.0.1/16', '10.3.0.0/16' | ForEach-Object { [pscustomobject]@{ DestinationPrefix = $_; Namespace = 'lab' } } | New-NetRoute -Type Blackhole }; Id = 'InvalidPrefixLength'; Target = '10.2.0.1/16'; Ask = 'ip -n lab route show type blackhole'; Answer = '*10.1.0.0/16*10.3.0.0/16*' }
        @{ Cmdlet = 'Get-NetRoute'; Run = { '10.8.0.0/16', '10.2.0.0/16', '10.9.0.0/16' | Get-NetRoute -Namespace lab }; Id = 'RouteNotFound'; Target = '10.2.0.0/16'; Names = '10.8.0.0/16', '10.9.0.0/16' }
        @{ Cmdlet = 'Remove-NetRoute'; Run = { '10.8.0.0/16', '10.2.0.0/16', '10.9.0.0/16' | ForEach-Object { [pscustomobject]@{ DestinationPrefix = $_; Namespace = 'lab' } } | Remove-NetRoute }; Id = 'RouteNotFound'; Target = '10.2.0.0/16'; Ask = 'ip -n lab route show type blackhole'; Answer = '' }
        @{ Cmdlet = 'New-NetNeighbor'; Run = { 'br01', 'nope', 'br02' | New-NetNeighbor 10.0.0.9 02:00:00:00:00:09 -Namespace lab }; Id = 'InterfaceNotFound'; Target = 'nope'; Ask = 'ip -n lab neighbour | grep -c 10.0.0.9'; Answer = '2' }
        @{ Cmdlet = 'Get-NetNeighbor'; Run = { '192.168.88.77', '10.9.9.9', '192.168.88.78' | Get-NetNeighbor -Namespace lab }; Id = 'AddressNotFound'; Target = '10.9.9.9'; Names = '192.168.88.77', '192.168.88.78' }
        @{ Cmdlet = 'Remove-NetNeighbor'; Run = { '192.168.88.77', '10.9.9.9', '192.168.88.78' | ForEach-Object { [pscustomobject]@{ IPAddress = $_; Namespace = 'lab' } } | Remove-NetNeighbor }; Id = 'NeighborNotFound'; Target = '10.9.9.9'; Ask = 'ip -n lab neighbour'; Answer = '' }
        @{ Cmdlet = 'Get-NetBridgeFdb'; Run = { 'br01', 'nope', 'br02' | Get-NetBridgeFdb -Namespace lab }; Id = 'BridgeNotFound'; Target = 'nope'; Names = '02:00:00:00:00:b1', '02:00:00:00:00:b2' }
        @{ Cmdlet = 'Enable-Masquerade'; Run = { 'br01', 'd1', 'br02' | Enable-Masquerade -Namespace lab }; Id = 'NotABridge'; Target = 'd1'; Ask = 'ip netns exec lab nft list ruleset | grep -c " masquerade "'; Answer = '2' }
        @{ Cmdlet = 'Get-Masquerade'; Before = 'masquerade'; Run = { '192.168.88.0/24', '10.0.0.0/8', '192.168.89.0/24' | Get-Masquerade -Namespace lab }; Id = 'MasqueradeNotFound'; Target = '10.0.0.0/8'; Names = '192.168.88.0/24', '192.168.89.0/24' }
        @{ Cmdlet = 'Disable-Masquerade'; Before = 'masquerade'; Run = { 'br01', 'nope', 'br02' | Disable-Masquerade -Namespace lab }; Id = 'MasqueradeNotFound'; Target = 'nope'; Ask = 'ip netns exec lab nft list ruleset'; Answer = '' }
        @{ Cmdlet = 'New-NetPortMapping'; Run = { '80', '0', '81' | ForEach-Object { [pscustomobject]@{ Port = $_; DestinationAddress = '192.168.88.77'; Namespace = 'lab' } } | New-NetPortMapping }; Id = 'InvalidValue'; Target = '0'; Names = 'tcp/80', 'tcp/81' }
        @{ Cmdlet = 'Get-NetPortMapping'; Before = 'ports'; Run = { '80', '82', '81' | Get-NetPortMapping -Namespace lab }; Id = 'PortMappingNotFound'; Target = '82'; Names = 'tcp/80', 'tcp/81' }
        @{ Cmdlet = 'Remove-NetPortMapping'; Before = 'ports'; Run = { '80', '82', '81' | ForEach-Object { [pscustomobject]@{ Port = $_; Namespace = 'lab' } } | Remove-NetPortMapping }; Id = 'PortMappingNotFound'; Target = '82'; Ask = 'ip netns exec lab nft list ruleset'; Answer = '' }
        @{ Cmdlet = 'Enable-NetForwarding'; Run = { 'br01', 'd1', 'br02' | Enable-NetForwarding -Namespace lab -PassThru | ForEach-Object { [pscustomobject]@{ Name = @($_.EnabledBridges)[-1] } } }; Id = 'NotABridge'; Target = 'd1'; Names = 'br01', 'br02' }
        @{ Cmdlet = 'Disable-NetForwarding'; Before = 'forwarding'; Run = { 'r1', 'nowhere', 'r2' | ForEach-Object { [pscustomobject]@{ Namespace = $_ } } | Disable-NetForwarding -PassThru }; Id = 'NamespaceNotFound'; Target = 'nowhere'; Names = 'r1', 'r2' }
        @{ Cmdlet = 'Get-NetForwarding'; Run = { 'lab', 'nowhere', 'ns01' | Get-NetForwarding }; Id = 'NamespaceNotFound'; Target = 'nowhere'; Names = 'lab', 'ns01' }
        @{ Cmdlet = 'Get-NetFirewallChain'; Before = 'masquerade'; Run = { 'postrouting', 'nope', 'records' | Get-NetFirewallChain -Namespace lab }; Id = 'FirewallChainNotFound'; Target = 'nope'; Names = 'postrouting', 'records' }
        @{ Cmdlet = 'Get-NetConnection'; Before = 'connections'; Run = { 'icmp 192.168.88.1 -> 192.168.88.1 id 1', 'nope', 'icmp 192.168.88.1 -> 192.168.88.1 id 2' | Get-NetConnection -Namespace lab }; Id = 'ConnectionNotFound'; Target = 'nope'; Names = 'icmp 192.168.88.1 -> 192.168.88.1 id 1', 'icmp 192.168.88.1 -> 192.168.88.1 id 2' }
        @{ Cmdlet = 'Remove-NetConnection'; Before = 'connections'; Run = { $all = @(Get-NetConnection -Namespace lab | Sort-Object Name); Remove-NetConnection $all[1]; $all | Remove-NetConnection }; Id = 'ConnectionNotFound'; Target = 'icmp 192.168.88.1 -> 192.168.88.1 id 2'; Ask = 'ip netns exec lab cat /proc/net/nf_conntrack'; Answer = '' }
        @{ Cmdlet = 'Get-VethLabBaseline'; Run = { 'lab', 'nowhere', 'ns01' | Get-VethLabBaseline -Kind Link | Select-Object @{ Name = 'Name'; Expression = { "$($_.Namespaces)" } } }; Id = 'NamespaceNotFound'; Target = 'nowhere'; Names = @('lab ns01') }
        @{ Cmdlet = 'Compare-VethLabBaseline'; Run = { $was = Get-VethLabBaseline lab -Kind Link; $was, 'nope', $was | Compare-VethLabBaseline -Quiet | Select-Object @{ Name = 'Name'; Expression = { "$_" } } }; Id = 'InvalidValue'; Target = 'nope'; Names = 'True', 'True' }
        @{ Cmdlet = 'Test-NetPing'; Run = { '192.168.88.1', '10.1', '192.168.89.1' | Test-NetPing -Namespace lab }; Id = 'InvalidAddress'; Target = '10.1'; Names = '192.168.88.1', '192.168.89.1' }
        @{ Cmdlet = 'Test-NetPath'; Run = { '192.168.88.1', '10.1', '192.168.89.1' | Test-NetPath -Namespace lab }; Id = 'InvalidAddress'; Target = '10.1'; Names = '192.168.88.1', '192.168.89.1' }
        @{ Cmdlet = 'Start-NetCapture'; Run = { ('d1', 'nope', 'd2' | Start-NetCapture -Namespace lab).Interfaces | ForEach-Object { [pscustomobject]@{ Name = $_ } } }; Id = 'InterfaceNotFound'; Target = 'nope'; Names = 'lab/d1', 'lab/d2' }
        @{ Cmdlet = 'Get-NetCapture'; Before = 'captures'; Run = { @(Get-NetCapture)[0].Id, 99999, @(Get-NetCapture)[1].Id | Get-NetCapture | ForEach-Object { [pscustomobject]@{ Name = "$($_.Interfaces)" } } }; Id = 'CaptureNotFound'; Target = '99999'; Names = 'lab/d1', 'lab/d2' }
        @{ Cmdlet = 'Receive-NetCapture'; Before = 'captures'; Run = { @(Get-NetCapture)[0].Id, 99999, @(Get-NetCapture)[1].Id | Receive-NetCapture | Where-Object { $false } }; Id = 'CaptureNotFound'; Target = '99999' }
        @{ Cmdlet = 'Stop-NetCapture'; Before = 'captures'; Run = { @(Get-NetCapture)[0].Id, 99999, @(Get-NetCapture)[1].Id | Stop-NetCapture -PassThru | ForEach-Object { [pscustomobject]@{ Name = "$($_.Interfaces)" } } }; Id = 'CaptureNotFound'; Target = '99999'; Names = 'lab/d1', 'lab/d2' }
        @{ Cmdlet = 'Import-NetCapture'; Run = { $one = "$TestDrive/one.pcapng"; Watch-NetPacket lo -Namespace lab -Count 1 -While { $null = Test-NetPing 192.168.88.1 -Namespace lab } | Export-NetCapture $one -Force; $one, '/nowhere', $one | Import-NetCapture | ForEach-Object { [pscustomobject]@{ Name = $_.Interface } } }; Id = 'FileNotReadable'; Target = '/nowhere'; Names = 'lo', 'lo' }
        @{ Cmdlet = 'Watch-NetPacket'; Run = { 'lo', 'nope', 'lo' | Watch-NetPacket -Namespace lab -Protocol ICMP -Count 2 -While { $null = Test-NetPing 192.168.88.1 -Namespace lab } | Select-Object @{ Name = 'Name'; Expression = { "$($_.Interface)" } } }; Id = 'InterfaceNotFound'; Target = 'nope'; Names = 'lo', 'lo' }
        @{ Cmdlet = 'New-VethLab'; Run = { 'n1', 'a/b', 'n2' | ForEach-Object { @{ name = $_; namespaces = "$($_[-1])a" } } | New-VethLab }; Id = 'InvalidName'; Target = "name: 'a/b' cannot name a lab: it contains '/'."; Names = 'n1', 'n2' }
        @{ Cmdlet = 'Get-VethLab'; Before = 'labs'; Run = { 'one', 'nope', 'two' | Get-VethLab }; Id = 'LabNotFound'; Target = 'nope'; Names = 'one', 'two' }
        @{ Cmdlet = 'Show-VethLab'; Before = 'labs'; Run = { 'one', 'nope', 'two' | Show-VethLab | Select-Object @{ Name = 'Name'; Expression = { $_ -replace '(?s).*?(one|two)1.*', '$1' } } }; Id = 'LabNotFound'; Target = 'nope'; Names = 'one', 'two' }
        @{ Cmdlet = 'Export-VethLab'; Before = 'labs'; Run = { 'one', 'nope', 'two' | Export-VethLab -As Text | Select-Object @{ Name = 'Name'; Expression = { $_ -replace '(?s).*?(one|two)1.*', '$1' } } }; Id = 'LabNotFound'; Target = 'nope'; Names = 'one', 'two' }
        @{ Cmdlet = 'Test-VethLab'; Before = 'labs'; Run = { 'one', 'nope', 'two' | Test-VethLab | Select-Object @{ Name = 'Name'; Expression = { "$($_.Lab) $($_.Status)" } } }; Id = 'LabNotFound'; Target = 'nope'; Names = 'one Success', 'one Success', 'two Success', 'two Success' }
        @{ Cmdlet = 'Remove-VethLab'; Before = 'labs'; Run = { 'one', 'nope', 'two' | Remove-VethLab }; Id = 'LabNotFound'; Target = 'nope'; Ask = 'ip netns list | grep -E "^(one|two)"'; Answer = '' }
    )
    $never = 'Group-NetPacket'      # what it takes cannot be wrong
    $covered = @(@{ Covered = @($rows | ForEach-Object { $_.Cmdlet }) + $never })
    $rows = $rows | ForEach-Object { @{ Cmdlet = $_.Cmdlet; Run = $_.Run; Id = $_.Id; Target = $_.Target; Names = $_.Names; Ask = $_.Ask; Answer = $_.Answer; Before = $_.Before } }
}

BeforeAll {
    . $PSScriptRoot/shared/Errors.ps1
    $others = @(Get-NamespaceNames)
}

Describe 'Many objects, a bad one in the middle' {
    BeforeEach {
        foreach ($name in 'lab', 'ns01', 'r1', 'r2') { ip netns add $name }
        @'
link set lo up
link add br01 address 02:00:00:00:00:b1 type bridge mcast_snooping 0
link add br02 address 02:00:00:00:00:b2 type bridge mcast_snooping 0
link add d1 type veth peer name d1 netns ns01
link add d2 type veth peer name d2 netns ns01
link set br01 up addrgenmode none
link set br02 up addrgenmode none
address delete 127.0.0.1/8 dev lo
address add 192.168.88.1/24 dev br01
address add 192.168.89.1/24 dev br02
route add blackhole 10.8.0.0/16
route add blackhole 10.9.0.0/16
neighbour add 192.168.88.77 lladdr 02:00:00:00:00:77 dev br01
neighbour add 192.168.88.78 lladdr 02:00:00:00:00:78 dev br01
'@ | ip -n lab -batch -
    }
    AfterEach {
        while (Get-NetCapture) { Get-NetCapture | Stop-NetCapture }
        Remove-NamespacesExcept $others
    }

    It '<Cmdlet> does the others and reports one' -ForEach $rows {
        switch ($Before) {
            masquerade { Enable-Masquerade br01, br02 -Namespace lab 3> $null }
            ports { $null = New-NetPortMapping 80, 81 -DestinationAddress 192.168.88.77 -Namespace lab 3> $null }
            captures { $null = foreach ($name in 'd1', 'd2') { Start-NetCapture $name -Namespace lab } }
            labs { $null = foreach ($name in 'one', 'two') { @{ name = $name; namespaces = "${name}1", "${name}2"; links = , @{ ends = @{ node = "${name}1"; addresses = '10.7.0.1/24' }, @{ node = "${name}2"; addresses = '10.7.0.2/24' } } } | New-VethLab } }
            forwarding { foreach ($name in 'r1', 'r2') { Enable-NetForwarding -Namespace $name 3> $null } }
            'connections' {
                'table inet t { chain c { type filter hook output priority 0; ct state new counter; }; }' | ip netns exec lab nft -f -
                foreach ($number in 1..3) { $null = ip netns exec lab ping -c 1 -e $number 192.168.88.1 }
            }
            { $_ -like 'ip *' } { sh -c $Before }
        }
        $said = @(& $Run 2>&1 3> $null)
        $errors = @($said | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] })
        $errors | Should -HaveCount 1
        $errors[0].FullyQualifiedErrorId | Should -BeLike "$Id,*$($Cmdlet -replace '-')Command"
        "$($errors[0].TargetObject)" | Should -BeExactly $Target
        $errors[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        if ($Names) { ($said | Where-Object { $_ -isnot [System.Management.Automation.ErrorRecord] }).Name | Should -Be $Names }
        if ($Ask) {
            $null = Wait-Until { ((sh -c $Ask) -join "`n") -like $Answer } 2
            (sh -c $Ask) -join "`n" | Should -BeLike $Answer
        }
    }
}

Describe 'Every cmdlet' -ForEach $covered {
    It 'is in the table' { Get-Command -Module VethLab | ForEach-Object Name | Where-Object { $_ -notin $Covered -and $_ -ne 'Export-NetCapture' } | Should -BeNullOrEmpty }
}
