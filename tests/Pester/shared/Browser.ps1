# Debian's Chromium, spoken to through its DevTools protocol over loopback. Where it is not installed, $browserMissing says so.
$browserPath = 'chromium', 'chromium-browser', 'google-chrome' | ForEach-Object { Get-Command $_ -CommandType Application -ErrorAction Ignore } | Select-Object -First 1 -ExpandProperty Source
$browserMissing = if (-not $browserPath) { 'no Chromium is installed (apt-get install chromium), so the page was not tried in a browser' }

# Starts it with a page, and returns what Invoke-Page needs. Nothing in the page's way: loopback must be up where it runs.
function Start-Browser([string] $Page, [string] $Folder) {
    & ip link set lo up
    $start = [System.Diagnostics.ProcessStartInfo]::new($browserPath)
    foreach ($word in '--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update',
        '--window-size=1200,800', '--remote-debugging-port=0', "--user-data-dir=$Folder/profile", "file://$Page") { $start.ArgumentList.Add($word) }
    $start.RedirectStandardError = $start.RedirectStandardOutput = $true
    $start.Environment['HOME'] = $Folder
    $browser = @{ Process = [System.Diagnostics.Process]::Start($start); Number = 0; Messages = [System.Collections.Generic.List[object]]::new() }
    $null = $browser.Process.StandardOutput.ReadToEndAsync(), $browser.Process.StandardError.ReadToEndAsync()
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    $portFile = "$Folder/profile/DevToolsActivePort"
    while (-not $browser.Target) {
        if ($clock.Elapsed.TotalSeconds -gt 30) { throw 'Chromium does not come up' }
        [System.Threading.Thread]::Sleep(50)
        if (-not [System.IO.File]::Exists($portFile)) { continue }
        $port = [System.IO.File]::ReadAllLines($portFile)[0]
        if (-not $port) { continue }
        $client = [System.Net.Http.HttpClient]::new()
        try { $browser.Target = ($client.GetStringAsync("http://127.0.0.1:$port/json").GetAwaiter().GetResult() | ConvertFrom-Json | Where-Object { $_.type -eq 'page' -and $_.url -like 'file:*' }).webSocketDebuggerUrl }
        finally { $client.Dispose() }
    }
    $browser.Socket = [System.Net.WebSockets.ClientWebSocket]::new()
    $null = $browser.Socket.ConnectAsync([uri] $browser.Target, [System.Threading.CancellationToken]::None).GetAwaiter().GetResult()
    $null = Send-Browser $browser Runtime.enable @{ }
    $null = Send-Browser $browser Log.enable @{ }
    while ((Invoke-Page $browser 'document.readyState') -ne 'complete') { [System.Threading.Thread]::Sleep(20) }
    $browser
}

# Sends a command of the protocol and returns its result; events that come meanwhile are kept in Messages.
function Send-Browser($Browser, [string] $Method, [hashtable] $Parameters) {
    $none = [System.Threading.CancellationToken]::None
    $id = ++$Browser.Number
    $bytes = [System.Text.Encoding]::UTF8.GetBytes((ConvertTo-Json -Compress -Depth 9 @{ id = $id; method = $Method; params = $Parameters }))
    $null = $Browser.Socket.SendAsync([System.ArraySegment[byte]]::new($bytes), 'Text', $true, $none).GetAwaiter().GetResult()
    while ($true) {
        $text = [System.IO.MemoryStream]::new()
        do {
            $part = [byte[]]::new(65536)
            $got = $Browser.Socket.ReceiveAsync([System.ArraySegment[byte]]::new($part), $none).GetAwaiter().GetResult()
            $text.Write($part, 0, $got.Count)
        } until ($got.EndOfMessage)
        $message = [System.Text.Encoding]::UTF8.GetString($text.ToArray()) | ConvertFrom-Json
        if ($message.PSObject.Properties['id'] -and $message.id -eq $id) { return $message.result }
        $Browser.Messages.Add($message)
    }
}

# Evaluates JavaScript in the page and returns its value.
function Invoke-Page($Browser, [string] $Script) {
    $result = Send-Browser $Browser Runtime.evaluate @{ expression = $Script; returnByValue = $true; awaitPromise = $true }
    if ($result.PSObject.Properties['exceptionDetails']) { throw "$($result.exceptionDetails | ConvertTo-Json -Depth 5)" }
    $result.result.PSObject.Properties['value'].Value
}

# Presses a key as a person does.
function Send-Key($Browser, [string] $Key, [string] $Text) {
    $down = @{ type = $(if ($Text) { 'keyDown' } else { 'rawKeyDown' }); key = $Key }
    if ($Text) { $down.text = $Text }
    $null = Send-Browser $Browser Input.dispatchKeyEvent $down
    $null = Send-Browser $Browser Input.dispatchKeyEvent @{ type = 'keyUp'; key = $Key }
}

function Stop-Browser($Browser) {
    if ($Browser.Socket) { $null = Send-Browser $Browser Browser.close @{ }; $Browser.Socket.Dispose() }
    if (-not $Browser.Process.WaitForExit(5000)) { $Browser.Process.Kill($true); $Browser.Process.WaitForExit() }
    $Browser.Process.Dispose()
}
