# The page that Export-VethLab writes, in a browser: search, zoom, details; and names that would like to be more than names.
BeforeDiscovery { . "$PSScriptRoot/shared/Browser.ps1" }

BeforeAll {
    . "$PSScriptRoot/shared/Labs.ps1"
    . "$PSScriptRoot/shared/Browser.ps1"
    $others = @(Get-NamespaceNames)
    $WarningPreference = 'SilentlyContinue'
}

Describe "The page$(if ($browserMissing) { ": $browserMissing" })" -Skip:([bool] $browserMissing) {
    BeforeAll {
        if ($browserMissing) { return }
        $hostile = '<img src=x onerror=alert(1)>'
        $lab = New-VethLab demo @{
            bridges = @{ br01 = @{ subnet = '10.0.0.0/24'; count = 8 } }; namespaces = $hostile, 'lost'
            links = @{ ends = @{ node = $hostile; interface = '"><b>' }, 'br01' }, @{ ends = 'lost', 'br01' }
        }
        & ip -n lost link set eth0 down
        $lab | Export-VethLab -Path "$TestDrive/demo.html"
        $browser = Start-Browser "$TestDrive/demo.html" $TestDrive
        function Get-Matches { Invoke-Page $browser 'document.querySelectorAll(".node.match").length' }
        function Get-Scale { [double] (Invoke-Page $browser 'document.querySelector("#view svg").getScreenCTM().a') }
        # Where the middle of something is on the screen.
        function Get-Middle([string] $Selector) {
            (Invoke-Page $browser "(r => Math.round(r.x + r.width / 2) + ' ' + Math.round(r.y + r.height / 2))(document.querySelector('$Selector').getBoundingClientRect())").Split(' ') | ForEach-Object { [int] $_ }
        }
        function Send-Click([string] $Selector) {
            $x, $y = Get-Middle $Selector
            foreach ($type in 'mousePressed', 'mouseReleased') { $null = Send-Browser $browser Input.dispatchMouseEvent @{ type = $type; x = $x; y = $y; button = 'left'; clickCount = 1 } }
        }
        function Get-Id([string] $Title) { Invoke-Page $browser "[...document.querySelectorAll('.node')].find(n => n.querySelector('.title').textContent === $(ConvertTo-Json $Title)).id" }
    }
    AfterAll {
        if ($browser) { Stop-Browser $browser }
        Get-VethLab | Remove-VethLab
        Remove-NamespacesExcept $others
    }
    BeforeEach { Invoke-Page $browser 'search.value = ""; find(); close(); show({ ...size }); document.activeElement.blur()' }

    It 'has a card for each node' { Invoke-Page $browser 'document.querySelectorAll(".node").length' | Should -Be 11 }

    It 'finds names, addresses and states as one types' {
        Send-Key $browser '/' '/'
        Invoke-Page $browser 'document.activeElement.id' | Should -BeExactly search
        foreach ($letter in 'N', 'S', '0', '3') { Send-Key $browser $letter $letter }
        Get-Matches | Should -Be 1
        Invoke-Page $browser 'found.textContent' | Should -BeExactly '1 of 11'
        Invoke-Page $browser 'getComputedStyle(document.querySelector(".node:not(.match)")).opacity < 0.5' | Should -BeTrue
        Send-Key $browser Enter "`r"
        Invoke-Page $browser 'details.hidden' | Should -BeFalse
        Invoke-Page $browser 'details.querySelector("h2").textContent' | Should -Match '^ns03 '
        Send-Key $browser Escape
        Get-Matches | Should -Be 0
        foreach ($case in @('10.0.0.5/24', 1), @('DOWN', 1), @('ns0 eth0', 8), @('nobody', 0), @('"><B>', 1), @('mac', 0)) {
            Invoke-Page $browser "search.value = $(ConvertTo-Json $case[0]); find()"
            Get-Matches | Should -Be $case[1] -Because $case[0]
        }
    }

    It 'zooms by wheel, buttons and keys, and fits again' {
        $whole = Get-Scale
        Send-Click '#in'
        Get-Scale | Should -BeGreaterThan ($whole * 1.3)
        Send-Click '#fit'
        Get-Scale | Should -BeLessThan ($whole * 1.01)
        Send-Key $browser '-' '-'
        Get-Scale | Should -BeLessThan ($whole * 0.8)
        Send-Key $browser '0' '0'
        # The place below the pointer stays below it.
        $x, $y = Get-Middle "#$(Get-Id ns05)"
        $null = Send-Browser $browser Input.dispatchMouseEvent @{ type = 'mouseWheel'; x = $x; y = $y; deltaX = 0; deltaY = -300 }
        $null = Invoke-Page $browser 'new Promise(done => setTimeout(() => done(1), 100))'
        Get-Scale | Should -BeGreaterThan ($whole * 1.3)
        $nowX, $nowY = Get-Middle "#$(Get-Id ns05)"
        [math]::Abs($nowX - $x) + [math]::Abs($nowY - $y) | Should -BeLessThan 4
        foreach ($i in 1..60) { Invoke-Page $browser 'zoom(1.4)' }
        Get-Scale | Should -BeLessThan 100
    }

    It 'moves with the mouse and the arrow keys, and a drag is no click' {
        $x, $y = Get-Middle "#$(Get-Id ns05)"
        foreach ($step in @('mousePressed', 0), @('mouseMoved', 30), @('mouseMoved', 60), @('mouseReleased', 60)) {
            $null = Send-Browser $browser Input.dispatchMouseEvent @{ type = $step[0]; x = $x + $step[1]; y = $y; button = 'left'; buttons = 1; clickCount = 1 }
        }
        $nowX, $nowY = Get-Middle "#$(Get-Id ns05)"
        $nowX - $x | Should -BeIn 59, 60, 61
        Invoke-Page $browser 'details.hidden' | Should -BeTrue
        Send-Key $browser ArrowRight
        (Get-Middle "#$(Get-Id ns05)")[0] | Should -BeLessThan $nowX
    }

    It 'shows the details of what is clicked, and of what is chosen by keys' {
        Send-Click "#$(Get-Id lost)"
        $text = Invoke-Page $browser 'details.innerText'
        $eth0 = Get-NetInterface eth0 -Namespace lost
        foreach ($part in 'lost', 'eth0', 'down', $eth0.MacAddress, "$($eth0.Mtu)", $eth0.IPAddress[0], 'br01 veth') { $text | Should -BeLike "*$part*" }
        Send-Key $browser Escape
        Invoke-Page $browser 'details.hidden' | Should -BeTrue
        Invoke-Page $browser "document.getElementById('$(Get-Id ns05)').focus()"
        Send-Key $browser Enter "`r"
        $text = Invoke-Page $browser 'details.innerText'
        $text | Should -BeLike '*ns05*ROUTES*default via 10.0.0.1 dev eth0*'
        Invoke-Page $browser 'document.querySelectorAll(".wire.chosen").length' | Should -Be 1
    }

    It 'takes names for names' {
        Send-Click "#$(Get-Id $hostile)"
        Invoke-Page $browser 'details.querySelector("h2").firstChild.textContent.trim()' | Should -BeExactly $hostile
        Invoke-Page $browser 'document.querySelectorAll("img, b, iframe").length' | Should -Be 0
        Invoke-Page $browser 'document.scripts.length' | Should -Be 2
    }

    It 'loads nothing, and complains of nothing' {
        Invoke-Page $browser 'performance.getEntriesByType("resource").length' | Should -Be 0
        $browser.Messages | Where-Object { $_.method -in 'Runtime.exceptionThrown', 'Log.entryAdded' } | ForEach-Object { $_ | ConvertTo-Json -Depth 6 } | Should -BeNullOrEmpty
        # The policy is in force: what was not written by Export-VethLab does not run.
        Invoke-Page $browser 'const s = document.createElement("script"); s.textContent = "window.bad = 1"; document.body.append(s); s.remove(); window.bad === undefined' | Should -BeTrue
    }
}
