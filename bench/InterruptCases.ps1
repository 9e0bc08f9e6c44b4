# What a user may be waiting for when they press Ctrl+C: what is needed beforehand, made once, and the script that waits. Scripts run in
# a shell that has VethLab; {0} is a number of the run, for names.
@(
    @{ What = 'Test-NetPing, 2,000 targets that never answer'; Script = "2..2001 | ForEach-Object { `"10.9.`$([Math]::Floor(`$_ / 250)).`$(`$_ % 250 + 1)`" } | Test-NetPing -Namespace waiting -TimeoutSeconds 600" }
    @{ What = 'Test-NetPing, one target, a thousand times'; Script = 'Test-NetPing 127.0.0.1 -Namespace waiting -Count 1000' }
    @{ What = 'Watch-NetPacket, nothing passes'; Script = 'Watch-NetPacket quiet -Namespace waiting' }
    @{ What = 'Watch-NetPacket -While { a loop }'; Script = 'Watch-NetPacket quiet -Namespace waiting -While { while ($true) { [System.Threading.Thread]::Sleep(5) } }' }
    @{ What = 'Watch-NetPacket in a flood of packets'; Script = 'Watch-NetPacket lo -Namespace flooded | Out-Null' }
    @{ What = 'Invoke-NetNamespace { a loop }'; Script = 'Invoke-NetNamespace waiting { while ($true) { $i++ } }' }
    @{ What = 'Invoke-NetNamespace { Test-NetPing }'; Script = 'Invoke-NetNamespace waiting { Test-NetPing 127.0.0.1 -Count 1000 }' }
    @{ What = 'Invoke-NetNamespace -FilePath sleep'; Script = 'Invoke-NetNamespace waiting -FilePath sleep -ArgumentList 600' }
    @{ What = 'Invoke-NetNamespace -FilePath, a daemon keeps the output open'; Script = "Invoke-NetNamespace waiting -FilePath sh -ArgumentList '-c', '(setsid sleep 20 &) ; exec sleep 600'" }
    @{ What = 'Remove-NetNamespace, a socket keeps it'; Script = '$null = New-NetNamespace held{0}; $null = New-VethPair inside held{0} -Namespace held{0}; Invoke-NetNamespace held{0} { $script:socket = [System.Net.Sockets.UdpClient]::new() }; [Console]::WriteLine("ready"); Remove-NetNamespace held{0}'; SaysReady = $true }
    @{ What = 'Get-NetInterface in 200 namespaces, again and again'; Script = '1..1000 | ForEach-Object { Get-NetNamespace many* } | Get-NetInterface | Out-Null' }
    @{ What = 'Get-VethPair in 200 namespaces'; Script = '1..1000 | ForEach-Object { Get-VethPair -Namespace (Get-NetNamespace many*).Name } | Out-Null' }
    @{ What = 'Get-VethPair, whose peers are in 200 namespaces'; Script = '1..1000 | ForEach-Object { Get-VethPair -Namespace hub } | Out-Null' }
    @{ What = 'New-NetNamespace, 5,000 of them'; Script = '1..5000 | ForEach-Object { "new{0}x$_" } | New-NetNamespace | Out-Null' }
    @{ What = 'New-VethPair, 5,000 of them'; Script = '1..5000 | ForEach-Object { $null = New-VethPair "v{0}x$_" "w{0}x$_" -Namespace waiting -PeerNamespace waiting }' }
    @{ What = 'Enable-Masquerade, another has the turn'; Script = 'Enable-Masquerade -Subnet 10.1.0.0/16 -Namespace locked' }
)
