# Start-NetCapture: captures in the background; tcpdump at the same time, capinfos and tshark are the witnesses.
BeforeAll {
    . $PSScriptRoot/shared/Tcpdump.ps1
    . $PSScriptRoot/shared/Captures.ps1
    . $PSScriptRoot/shared/Engines.ps1
    . $PSScriptRoot/shared/Module.ps1
    $folder = [System.IO.Directory]::CreateTempSubdirectory('VethLab-captures-').FullName
}

AfterAll { [System.IO.Directory]::Delete($folder, $true) }

Describe "tcpdump's language where libpcap is not installed" {
    It 'says what to install, and the own filters go on' {
        $libraries = @(& ldconfig -p | Select-String '=> (.*/libpcap\.so.*)$' | ForEach-Object { $_.Matches[0].Groups[1].Value })
        $libraries | Should -Not -BeNullOrEmpty
        # A file that is no library hides each of them, for a shell of its own.
        $hide = ($libraries | ForEach-Object { "mount --bind /dev/null '$_'" }) -join ' && '
        $script = 'try { Watch-NetPacket lo -Filter icmp -Count 1 -ErrorAction Stop } catch { "$($_.FullyQualifiedErrorId) | $($_.CategoryInfo.Category) | $($_.TargetObject) | $($_.ErrorDetails.RecommendedAction)" }
            @(Watch-NetPacket lo -Protocol ICMP -Count 1 -While { $null = Test-NetPing 127.0.0.1 }).Count'
        $shell = Start-Words (@('unshare', '--mount', 'sh', '-c', "$hide && exec `"`$@`"", 'sh') + (Get-ShellWords $script))
        $shell.StandardInput.Close()
        $told = $shell.StandardOutput.ReadToEnd().Trim().Split("`n")
        $told[0] | Should -BeLike 'FeatureMissing,* | NotInstalled | icmp | *apt-get install libpcap0.8*'
        $told[1] | Should -BeExactly 1
    }
}

Describe 'Start-NetCapture' {
    BeforeAll {
        New-RoutedNetwork
        foreach ($name in 'a', 'b') { $null = ip netns exec $name ping -c 1 -W 2 fd02::1 }
    }
    AfterAll { Remove-RoutedNetwork }
    AfterEach { Clear-Captures }

    It 'writes what tcpdump -w writes at the same time' {
        $tcpdump = Start-Tcpdump b eth0 'icmp or arp' '-w', "$folder/tcpdump.pcap", '-U', '--nano', '-Z', 'root'
        $capture = Start-NetCapture eth0 -Namespace b -Protocol ICMP, ARP -Path "$folder/own.pcapng"
        ip -n b neigh flush dev eth0
        $null = ip netns exec a ping -c 20 -i 0.002 -s 500 10.2.0.2
        $null = Stop-NetCapture $capture
        [System.Threading.Thread]::Sleep(1100)      # tcpdump looks once a second
        $null = Stop-Tcpdump $tcpdump 0
        $fields = 'eth.src', 'eth.dst', 'frame.len', 'frame.cap_len', 'ip.src', 'icmp.type', 'icmp.seq', 'ip.id', 'arp.opcode', 'icmp.checksum'
        $own = @(Get-TsharkPacket "$folder/own.pcapng" $fields | ForEach-Object { "$_" })
        $own.Count | Should -BeGreaterThan 40
        $own | Should -BeExactly @(Get-TsharkPacket "$folder/tcpdump.pcap" $fields | ForEach-Object { "$_" })
        # Both are stamped by the kernel, each for itself.
        $times = @(Get-TsharkPacket "$folder/own.pcapng" 'frame.time_epoch'), @(Get-TsharkPacket "$folder/tcpdump.pcap" 'frame.time_epoch')
        for ($i = 0; $i -lt $own.Count; $i++) { [Math]::Abs([decimal] $times[0][$i].'frame.time_epoch' - [decimal] $times[1][$i].'frame.time_epoch') | Should -BeLessThan 0.0005 }
    }

    It 'names each link in the file, with lab, speed and statistics, and has them all in the order of time' {
        $null = New-VethLab files -Subnet 10.9.0.0/24 -Count 2
        try {
            $capture = Get-VethLab files | Start-NetCapture -Path "$folder/lab.pcapng" -Comment 'who knows' -Filter 'icmp or arp'
            $capture.Interfaces | Sort-Object | Should -Be 'files/br01', 'files/veth01', 'files/veth02', 'ns01/eth0', 'ns02/eth0'
            Test-VethLab files -Quiet | Should -BeTrue
            $ended = Stop-NetCapture $capture -PassThru
        }
        finally { Remove-VethLab files }
        $report = Get-CaptureReport "$folder/lab.pcapng"
        $report | Should -Match 'Strict time order: +True'
        $report | Should -Match 'File timestamp precision: +nanoseconds'
        $report | Should -Match 'Capture comment: +who knows'
        $report | Should -Match 'Capture application: +VethLab'
        $report | Should -Match "Number of packets: +$($ended.Packets)\b"
        [regex]::Matches($report, 'Name = (\S+)').ForEach({ $_.Groups[1].Value }) | Should -Be $capture.Interfaces
        [regex]::Matches($report, 'Speed = 10000000000') | Should -HaveCount 5
        [regex]::Matches($report, 'Filter string = icmp or arp') | Should -HaveCount 5
        [regex]::Matches($report, 'Number of stat entries = 1') | Should -HaveCount 5
        $seen = @(Get-TsharkPacket "$folder/lab.pcapng" 'frame.interface_name', 'frame.interface_description', 'icmp.type', 'frame.packet_flags_direction' 'icmp.type == 8')
        $seen.Count | Should -Be 10         # two requests on five links
        $seen.'frame.interface_description' | Sort-Object -Unique | Should -BeExactly 'lab files'
        $seen[0].'frame.interface_name' | Should -BeIn 'ns01/eth0', 'ns02/eth0'
        [int] $seen[0].'frame.packet_flags_direction' | Should -Be 2 -Because 'who pings sends it'
        $seen.'frame.interface_name' | Group-Object | ForEach-Object Count | Should -Be 2, 2, 2, 2, 2
    }

    It 'begins another file when one is full, and keeps the latest' {
        $capture = Start-NetCapture eth0 -Namespace a -Path "$folder/many.pcapng" -MaxFileSizeMB 0.05 -FileCount 3
        $null = ip netns exec a ping -q -c 300 -i 0.002 -s 1000 10.2.0.2
        $ended = Stop-NetCapture $capture -PassThru
        $files = [System.IO.Directory]::GetFiles($folder, 'many_*.pcapng') | Sort-Object
        $files | Should -HaveCount 3
        $files[-1] | Should -BeExactly $ended.Path
        [System.IO.File]::Exists("$folder/many_00001.pcapng") | Should -BeFalse
        foreach ($file in $files) {
            Get-CaptureReport $file | Should -Match 'Number of stat entries = 1'
            [System.IO.FileInfo]::new($file).Length | Should -BeLessThan 70KB
        }
        $sequences = @($files | Import-NetCapture -Protocol ICMP | Where-Object IcmpType -EQ 8).IcmpSequence
        $sequences[-1] | Should -Be 300
        $sequences | Should -Be @($sequences[0]..300) -Because 'nothing is lost between files'
    }

    It 'leaves a file that can be read when it is killed' {
        $start = [System.Diagnostics.ProcessStartInfo]::new((Get-ShellWords '')[0])
        foreach ($word in @(Get-ShellWords "Import-Module '$moduleManifest'; `$null = Start-NetCapture eth0 -Namespace a -Protocol ICMP -Path '$folder/killed.pcapng'; [Console]::WriteLine('ready'); [System.Threading.Thread]::Sleep(60000)") | Select-Object -Skip 1) { $start.ArgumentList.Add($word) }
        $start.RedirectStandardOutput = $true
        $process = [System.Diagnostics.Process]::Start($start)
        try {
            while (($line = $process.StandardOutput.ReadLine()) -ne 'ready') { if ($null -eq $line) { throw 'It ended.' } }
            $null = ip netns exec a ping -c 5 -i 0.01 10.2.0.2
            [System.Threading.Thread]::Sleep(600)
            $null = ip netns exec a ping -c 1 10.2.0.2
        }
        finally { $process.Kill($true); $process.WaitForExit() }
        Get-CaptureReport "$folder/killed.pcapng" | Should -Not -Match '(?i)cut short|damaged|error'
        (Get-TsharkPacket "$folder/killed.pcapng" 'icmp.type').Count | Should -BeGreaterOrEqual 10
    }

    It 'keeps so much in memory, the latest' {
        $capture = Start-NetCapture lo -Namespace a -MemoryMB 2
        $null = ip netns exec a ping -q -f -c 2000 -s 4000 127.0.0.1
        $ended = Stop-NetCapture $capture -PassThru
        $ended.Packets | Should -Be 4000
        $ended.Discarded | Should -BeGreaterThan 3000
        $ended.Waiting + $ended.Discarded + $ended.Dropped | Should -Be 4000
        $packets = @(Receive-NetCapture $capture)
        $packets.Count | Should -Be $ended.Waiting
        $packets[-1].IcmpSequence | Should -Be 2000
    }

    It 'started in a block does not hold the block''s namespace' {
        ip netns add held
        ip -n held link set lo up
        $capture = Invoke-NetNamespace held { Start-NetCapture lo }
        $inode = [System.IO.FileInfo]::new('/run/netns/held').FullName | ForEach-Object { stat -L -c %i $_ }
        $stuck = foreach ($task in [System.IO.Directory]::GetDirectories('/proc/self/task')) { if ((stat -L -c %i "$task/ns/net" 2> $null) -eq $inode -and [System.IO.File]::ReadAllText("$task/comm").Trim() -like '*capture*') { $task } }
        $stuck | Should -BeNullOrEmpty
        Stop-NetCapture $capture
        ip netns delete held
    }

    It 'goes on with the others when an interface goes' {
        ip -n b link add gone0 type veth peer name gone1
        ip -n b link set gone0 up
        $capture = Start-NetCapture gone0, eth0 -Namespace b -Protocol ICMP
        ip -n b link delete gone0
        Wait-Until { (Get-NetCapture $capture).Links[0].Fault } | Should -BeTrue
        $null = ip netns exec a ping -c 1 -W 2 10.2.0.2
        Wait-Until { (Get-NetCapture $capture).Packets -eq 2 } | Should -BeTrue
        (Get-NetCapture $capture).State | Should -Be Running
        (Get-NetCapture $capture).Links[0].Fault | Should -BeExactly "'gone0' was removed while it was watched."
    }

    It 'changes nothing with -WhatIf' {
        Start-NetCapture eth0 -Namespace a -Path "$folder/not.pcapng" -WhatIf | Should -BeNullOrEmpty
        [System.IO.File]::Exists("$folder/not.pcapng") | Should -BeFalse
        Get-NetCapture | Should -BeNullOrEmpty
    }

    It 'refuses <What>' -ForEach @(
        @{ What = 'an interface that is not there'; Arguments = @{ InterfaceAlias = 'eth7' }; Id = 'InterfaceNotFound'; Category = 'ObjectNotFound'; Target = 'eth7' }
        @{ What = 'a protocol that nobody knows'; Arguments = @{ InterfaceAlias = 'eth0'; Protocol = 'FOO' }; Id = 'FilterInvalid'; Category = 'InvalidArgument'; Target = 'FOO' }
        @{ What = 'what is no filter'; Arguments = @{ InterfaceAlias = 'eth0'; Filter = 'icmp and and' }; Id = 'FilterInvalid'; Category = 'InvalidArgument'; Target = 'icmp and and' }
        @{ What = 'what is no address'; Arguments = @{ InterfaceAlias = 'eth0'; HostAddress = '10.1' }; Id = 'InvalidAddress'; Category = 'InvalidArgument'; Target = '10.1' }
        @{ What = 'a port that is none'; Arguments = @{ InterfaceAlias = 'eth0'; Port = '70000' }; Id = 'FilterInvalid'; Category = 'InvalidArgument'; Target = '70000' }
        @{ What = 'what is no MAC address'; Arguments = @{ InterfaceAlias = 'eth0'; MacAddress = '02' }; Id = 'InvalidMacAddress'; Category = 'InvalidArgument'; Target = '02' }
        @{ What = 'a file in no folder'; Arguments = @{ InterfaceAlias = 'eth0'; Path = '/nowhere/x.pcapng' }; Id = 'FileNotWritable'; Category = 'WriteError'; Target = '/nowhere/x.pcapng' }
    ) {
        Assert-Refused { Start-NetCapture -Namespace a @Arguments } $Id $Category $Target
    }

    It 'replaces a file only with -Force' {
        [System.IO.File]::WriteAllText("$folder/there.pcapng", 'mine')
        Assert-Refused { Start-NetCapture eth0 -Namespace a -Path "$folder/there.pcapng" } FileExists ResourceExists "$folder/there.pcapng"
        [System.IO.File]::ReadAllText("$folder/there.pcapng") | Should -BeExactly mine
        Start-NetCapture eth0 -Namespace a -Path "$folder/there.pcapng" -Force | Stop-NetCapture
        Get-CaptureReport "$folder/there.pcapng" | Should -Match 'Number of packets'
    }
}
