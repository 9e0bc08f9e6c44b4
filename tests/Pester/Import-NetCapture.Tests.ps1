# Import-NetCapture: files of packets, ours and those of tcpdump and Wireshark's tools.
BeforeAll { . $PSScriptRoot/shared/Captures.ps1 }

Describe 'Import-NetCapture' {
    BeforeAll {
        $folder = [System.IO.Directory]::CreateTempSubdirectory('VethLab-captures-').FullName
        New-KnownNetwork
        $seen = @(Get-SomePackets)
    }
    AfterAll {
        Remove-RoutedNetwork
        [System.IO.Directory]::Delete($folder, $true)
    }

    It 'returns the same objects that were written' {
        $seen | Export-NetCapture "$folder/seen.pcapng" -Force
        $back = @(Import-NetCapture "$folder/seen.pcapng")
        $back.Count | Should -Be $seen.Count
        for ($i = 0; $i -lt $back.Count; $i++) {
            foreach ($property in 'TimestampNanoseconds', 'Namespace', 'Interface', 'Direction', 'Length', 'Protocol', 'ChecksumPending', 'Summary') { $back[$i].$property | Should -BeExactly $seen[$i].$property -Because $property }
        }
    }

    It 'knows which checksums were left to an offload, so that they are no change on the way' {
        $sent = @($seen | Where-Object { $_.Protocol -eq 'TCP' -and $_.ChecksumPending })
        $sent | Should -Not -BeNullOrEmpty -Because 'veth computes no checksums'
        $seen | Export-NetCapture "$folder/seen.pcapng" -Force
        $back = @(Import-NetCapture "$folder/seen.pcapng")
        @($back | Where-Object ChecksumPending).Summary | Should -BeExactly @($seen | Where-Object ChecksumPending).Summary
        "$(($back | Group-NetPacket).Hops.Changes)" | Should -BeExactly "$(($seen | Group-NetPacket).Hops.Changes)"
        # Bit 9 of epb_flags says it to others; tshark shows it among those reserved, and direction and the like are not disturbed.
        $flags = @(Get-TsharkPacket "$folder/seen.pcapng" 'frame.packet_flags', 'frame.packet_flags_direction')
        for ($i = 0; $i -lt $seen.Count; $i++) {
            [bool] ([Convert]::ToInt32($flags[$i].'frame.packet_flags', 16) -band 0x200) | Should -Be $seen[$i].ChecksumPending
            [int] $flags[$i].'frame.packet_flags_direction' | Should -Be ($seen[$i].Direction -eq 'Outgoing' ? 2 : 1)
        }
    }

    It 'reads the same from <Format>' -ForEach @(
        @{ Format = 'pcap with microseconds'; Convert = 'editcap -F pcap $from $to' }
        @{ Format = 'pcap with nanoseconds'; Convert = 'editcap -F nsecpcap $from $to' }
        @{ Format = 'pcapng of Wireshark'; Convert = 'editcap -F pcapng $from $to' }
        @{ Format = 'pcap of tcpdump'; Convert = 'tcpdump -r $from -w $to -Z root' }
        @{ Format = 'gzip'; Convert = 'gzip -c $from > $to' }
    ) {
        $seen | Export-NetCapture "$folder/from.pcapng" -Force
        $env:from = "$folder/from.pcapng"; $env:to = "$folder/to"
        $null = sh -c $Convert 2>&1
        $back = @(Import-NetCapture $env:to)
        $back.Summary | Should -BeExactly $seen.Summary
        for ($i = 0; $i -lt $back.Count; $i++) { [Math]::Abs($back[$i].TimestampNanoseconds - $seen[$i].TimestampNanoseconds) | Should -BeLessThan 1001 }
    }

    It 'selects as a capture does' {
        $seen | Export-NetCapture "$folder/seen.pcapng" -Force
        (Import-NetCapture "$folder/seen.pcapng" -Protocol ICMP).Count | Should -Be @($seen | Where-Object Protocol -EQ ICMP).Count
        (Import-NetCapture "$folder/seen.pcapng" -Port 9).Protocol | Sort-Object -Unique | Should -Be TCP
        (Import-NetCapture "$folder/seen.pcapng" -Filter 'icmp[icmptype] == 8').IcmpType | Sort-Object -Unique | Should -Be 8
        Import-NetCapture "$folder/seen.pcapng" -Protocol '!ICMP', '!TCP' | Where-Object Protocol -In ICMP, TCP | Should -BeNullOrEmpty
        Import-NetCapture "$folder/seen.pcapng" -Count 2 | Should -HaveCount 2
    }

    It 'reads a file that was cut at any place up to there, and says so' {
        $seen | Select-Object -First 4 | Export-NetCapture "$folder/whole.pcapng" -Force
        $bytes = [System.IO.File]::ReadAllBytes("$folder/whole.pcapng")
        $whole = @(Import-NetCapture "$folder/whole.pcapng").Summary
        foreach ($length in (($bytes.Length - 200)..($bytes.Length - 1))) {
            [System.IO.File]::WriteAllBytes("$folder/cut.pcapng", [byte[]] $bytes[0..($length - 1)])
            $read = @(Import-NetCapture "$folder/cut.pcapng" 3> $null)
            $read.Count | Should -BeIn 1, 2, 3
            $read.Summary | Should -BeExactly $whole[0..($read.Count - 1)]
        }
        (Import-NetCapture "$folder/cut.pcapng" 3>&1 | Where-Object { $_ -is [System.Management.Automation.WarningRecord] }).Message | Should -BeLike '*ends in the middle*'
    }

    It 'takes names, wildcards and files from the pipeline' {
        $seen | Export-NetCapture "$folder/wild1.pcapng" -Force
        $seen | Export-NetCapture "$folder/wild2.pcapng" -Force
        (Import-NetCapture "$folder/wild*.pcapng").Count | Should -Be ($seen.Count * 2)
        ([System.IO.FileInfo]::new("$folder/wild1.pcapng") | Import-NetCapture).Count | Should -Be $seen.Count
    }

    It 'refuses <What>' -ForEach @(
        @{ What = 'a file that is not there'; Bytes = $null; Id = 'FileNotReadable'; Category = 'ReadError' }
        @{ What = 'an empty file'; Bytes = ''; Id = 'CaptureFileInvalid'; Category = 'InvalidData' }
        @{ What = 'a text'; Bytes = 'These are no packets at all.'; Id = 'CaptureFileInvalid'; Category = 'InvalidData' }
    ) {
        $file = "$folder/none"
        [System.IO.File]::Delete($file)
        if ($null -ne $Bytes) { [System.IO.File]::WriteAllText($file, $Bytes) }
        Assert-Refused { Import-NetCapture $file } $Id $Category $file
    }
}
