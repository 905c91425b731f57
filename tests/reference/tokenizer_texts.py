"""Texts for the tokenizer's fixture, all written for this project: every rule, its neighbours and its edges."""

PAGE = (
    "I expected very little from this sequel, and for the first hour it gave me exactly that: tired jokes, a plot I had "
    "forgotten before it was over, and not one character worth caring about. Then the last act turned everything around. "
    "It is funny, tender and beautifully drawn, and the ending is anything but predictable. Not perfect, but I left "
    "smiling. 8/10"
)

EMPTY = ["", " ", "\n", "\t\r\n ", "\u00a0\u2003\u3000", "\x00", "\x7f", "\x80\x81", "\x1c\x1d\x1e\x1f", "<br />", "<br><br/>"]

PLAIN = [
    PAGE,
    "a",
    "Good.",
    "A film that never forgets what it is about.",
    "The first act drags; the second (mercifully short) does not.",
    "Who wrote this? Who approved it?! Who paid?!?!",
    "Funny, tender, sad: all three at once.",
    "\"Quoted\" and 'quoted' and (bracketed) and [square] and {curly}.",
    "ALL CAPITALS MEANS SOMEBODY IS ANGRY",
    "  leading, trailing and   inner   spaces  ",
    "tab\tseparated\twords",
    "line one\nline two\r\nline three",
    "snake_case is three tokens",
    "semi;colon:colon,comma",
    "50% off, $9.99, #1 & counting @ home",
    "a+b=c; a<b; a>b; a|b; a\\b; a/b; a^b; ~a",
    "C++ and C# and .NET",
    "mid-1990s, post-modern, re-re-release",
    "http://example.org/film?id=10&x=1.5",
    "mail me@example.org or don't",
]

CONTRACTIONS = [
    "don't", "Don't", "DON'T", "can't won't shan't ain't", "cannot", "n't", "N'T", "'t", "an't", "in't it",
    "it's we're I've they'll he'd I'm", "IT'S WE'RE I'VE THEY'LL HE'D I'M", "can't've", "shouldn't've been made",
    "it'd've worked", "y'all", "y'all'd've", "rock'n'roll", "rock 'n' roll", "o'clock", "O'Neill's film", "the actors' faces",
    "'tis the season", "'s", " 's alone", "80's and '90s", "the 1980s' best", "7.5's enough", "10/10's too much",
    "James's", "it'sy", "don'ty", "don't.", "don't-care", "'don't'", "''quoted''", "dont 't was", "fin't", "ten't",
    "man't\u0301", "it's\u0301", "don\u2019t", "it\u2019s", "it\u2018s", "don\x92t", "it`s", "it\u2032s", "we\u02bcre", "don\u02bct",
    "\u2018single\u2019 \u201cdouble\u201d", "I'M'S", "what's'it", "he'll'", "d'Artagnan", "l'amour", "'d", "she'D", "we'Ve", "n 't",
    "na\u00efve's", "caf\u00e9's", "n\u0303't", "\u00f1't", "can'T",
]

RATINGS = [
    "8/10", "10/10!", "7.5/10", "7,5/10", "8/10.", "8/10, honestly", "8/10...", "a solid 8/10 from me", "(9/10)", "8 / 10", "8/ 10",
    "8/10/2004", "24/7/365", "1/2/3/4", "9/10th", "8/10x", "x8/10", "8.5/10.0", "8.5/10.5 stars", "8./10", ".5/1", "3/4's", "10/10\u2026",
    "***/*****", "-8/10", "8/-10", "8//10", "0/0", "100/100", "8/10 9/10", "8/10-9/10", "8\u204410", "\u00bd/5", "3\u00bd/5", "8/10%",
    "rating:8/10", "8/10b", "8/10_", "8.5/10x", "8/10.5x",
]

NUMBERS = [
    "7", "7.5", "7.", ".7", "1,000", "1,000,000.50", "1.2.3", "1,2,3", "1,,2", "1..2", "1.,2", "2004.", "In 1994, 12 men", "3.5mm film",
    "1,000th", "7th", "2nd-best", "12:30", "12.30pm", "24fps", "$1.5m", "5-1", "5.-1", "1.a", "a1.5", "a.5", "v2.0", "1.5\u00b2", "x\u00b2",
    "\u0661\u0662\u0663", "\u0663.\u0664", "\uff11\uff10/\uff11\uff10", "\u2167 parts", "\u00bd star", "\u2460 first", "01/02/2003", "31.12.1999", "9.11",
]

RUNS = [
    ".", "..", "...", "....", "well...no", "wait.. what", ". . .", "\u2026", "\u2026\u2026", "a\u2026b", ".\u2026.", "\u2026.", "end.\u2026", "\x85", "a\x85b\x85\x85", ".\x85",
    "-", "--", "---", "a-b", "a--b", "a - b", "\u2013", "\u2014", "\u2015", "a\u2013b", "1990\u20131995", "a\u2014\u2014b", "-\u2013", "\u2014-", "a\x96b \x97 c", "- -", "--- ---",
    "*", "**", "***", "****", "*****", "******", "*************", "* * *", "*** out of *****", "**bold**", "f**k", "f***ing", "*sigh*", "***1/2",
    "!!", "!!!!", "???", "?!", ",,,", ";;", "::", ":-)", ":)", ";-(", ":D", "<3", "^_^", "=)", "___", "~~~", "===", "///", "\\\\", "%%", "$$$", "##",
    "..--**", "...--", "--...", ".-.-.", "*.*.*", "-.", ".-", "\u2010\u2011\u2212", "\u00b7\u00b7",
]

MARKUP = [
    "one<br />two", "one<br/>two", "one<br>two", "one<BR />two", "one<Br>two", "one< br / >two", "one<br  />two", "one<br /><br />two", "one</br>two",
    "one<br x>two", "one<brr>two", "one<b>bold</b>two", "<i>slanted</i>", "<br", "br />", "a<br />'s", "8/10<br />", "n<br />'t", "...<br />...", "-<br>-",
    "<script>alert(1)</script>", "&amp; &lt;br&gt; &#39;", "<!-- hidden -->", "<<br>>", "<br\n/>", "<\u00a0br\u00a0/>", "<br//>", "x<br /", "/>the end",
]

WINDOWS = [
    "\x93quoted\x94", "it\x92s", "\x91single\x92", "a\x96b", "a\x97b", "wait\x85", "\x80\x82\x99 euro", "caf\x8e", "a\x9fb", "\xa0non\xa0breaking", "\xadsoft\xadhyphen", "word\xad",
]

EMOJI = [
    "\U0001f600", "great\U0001f600", "\U0001f600\U0001f600", "\u2764\ufe0f", "\u2764", "love \u2764\ufe0f it", "\U0001f44d\U0001f3fd", "\U0001f44d\U0001f3fd\U0001f44d", "\U0001f3fd",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f1e9\U0001f1ea", "1\ufe0f\u20e3", "#\ufe0f\u20e3", "\u263a\ufe0e", "\u2605\u2605\u2605\u2606\u2606", "4\u2605", "\U0001f600's", "don't\U0001f600",
    "\U0001f3f4\u200d\u2620\ufe0f", "\u200dx", "x\u200d", "x\ufe0f", "!\u0301", "\u0301", "\u0301a", "\U0001f600\u0301\u200d\ufe0f!", "a\U0001f600b\U0001d49cc", "\U0001d7ce/\U0001d7cf", "(\ufe0f)",
    "*\ufe0f\u20e3", ".\u0301", "-\u0301",
]

SCRIPTS = [
    "na\u00efve caf\u00e9", "nai\u0308ve cafe\u0301", "\u00c5ngstr\u00f6m \u00c6ON", "STRASSE Stra\u00dfe \u1e9e", "\u0130stanbul I\u0131", "\u03a3\u038a\u03a3\u03a5\u03a6\u039f\u03a3", "\u041f\u0440\u0438\u0432\u0435\u0442, \u043c\u0438\u0440!", "\u010cau, jak se m\u00e1\u0161?",
    "\u8fd9\u90e8\u7535\u5f71\u5f88\u597d\u3002", "\u6620\u753b\u306f\u9762\u767d\u3044\uff01", "\uc601\ud654\uac00 \uc88b\ub2e4.", "\u5f88\u597d8/10\uff0c\u63a8\u8350", "\u300c\u597d\u300d",
    "\u05e1\u05e8\u05d8 \u05d8\u05d5\u05d1 \u05de\u05d0\u05d5\u05d3!", "\u0641\u064a\u0644\u0645 \u062c\u0645\u064a\u0644\u061f", "\u200fabc\u200e", "\u202eabc\u202c", "\u0939\u093f\u0928\u094d\u0926\u0940 \u092b\u093f\u0932\u094d\u092e", "\u0e2b\u0e19\u0e31\u0e07\u0e14\u0e35\u0e21\u0e32\u0e01",
    "\u00bfQu\u00e9? \u00a1No!", "\u00abguillemets\u00bb", "\u201elow\u201c", "\u200bzero\u200bwidth", "\ufeffmarked", "\u2028line\u2029paragraph", "\uff21\uff22\uff23", "\ufb01lm", "\u00aa\u00ba", "\u24b6", "a\u0300\u0301\u0302b", "\U00010400\U00010428", "e\u20d7", "x\u0345",
]

REVIEWS = [
    "I didn't hate it... I just wasn't there.<br /><br />Two stars: **. Maybe 4.5/10?",
    "The director's cut (2h 45m!) isn't longer\u2014it's slower. 3/10 \U0001f634",
    "\u201cYou can\u2019t be serious,\u201d she says\u2026 and she\u2019s right.",
    "NOT RECOMMENDED!!! Save your $12.50 & your evening.",
    "Best line: 'I wasn't born yesterday - I was born today.' Pure 1930's wit.",
    "Watched it twice in '99; couldn't've said why. Now I'd give it 9/10, or 9.5/10 on a good day.",
    "Pros: the score, the light, the dog. Cons: everything else (and I mean *everything*).",
    "Half of us left -- the other half wished they'd left -- nobody clapped.",
    "50/50 chance you'll like it; 24/7 chance you'll hear about it.",
    "One word:<br>No.",
]

PASTED = [
    "A clich\u00e9d caf\u00e9 romance", "A cliche\u0301d cafe\u0301 romance", "won\u00adder\u00adful", "won\u200cder\u200dful\u200b", "\ufeffwonder\u2060ful\u200e",
    "\u202bfi\u202clm\u2069", "a\ufe0fb\U000e0067c\U000e0100d\u034fe", "don\u00ad't", "don'\u200bt", "it\u200d's", "8\u200b/\u206010", "...\u200b...", "\u3164\u115f\u180e",
    "I didn&#39;t like it &amp; it&#8217;s &quot;boring&quot;.", "one&lt;br /&gt;two &lt;i&gt;", "&nbsp;a&nbsp;b&#160;c", "&amp;#39;s &amp;amp;lt;", "it&#x27;s it&#X2019;s it&rsquo;s it&apos;s it&#146;s",
    "caf&eacute; cafe&#769; &Eacute;&#233;", "&#0; &#xD800; &#1114112; &#; &; &#x; &nosuch; &amp &AMP; &Amp; AT&T; R&B;", "&am&#112;;lt;br&gt;", "&lt&semi;", "8&sol;10 7&period;5&#47;10", "won&shy;der&zwnj;ful", "&#128; &#129; &#133;&#150;",
    "&hellip;&mdash;&bull;&trade;&hearts;&#65039;", "&#128104;&zwj;&#128105;", "&#10;\u0301", "x&#105;\u0301", "&a\u00admp;", "&amp\u037e", "&\u200damp;", "rock&not now", "&DiacriticalGrave;&lbrack;&NewLine;", "&#00000000000000039;",
    "24/7 and 24/7/365", "3/4/2019", "1/2 1/3 9/11", "9/11/01", "1080/60", "1950/51 1988/89", "11/10 15/10 20/10 21/10", "12/5 6/5", "7/08 08/10 01/02", "1/100 1/101", "0.5/5 00/5 0/10", "100/100", "8/10\u0301 8\u20e3/10", "1.2.3\u0301", "5/10/",
    "\ufb01lm \ufb03 \ufb06", "\uff27\uff4f\uff4f\uff44\uff01 \uff18\uff0f\uff11\uff10", "\U0001d417\U0001d428\U0001d7d7 \u2102\u210e\u2139\ufe0f", "\U0001ccd6\U0001ccf1\U0001fbf2", "x\u00b2 H\u2082O 3\u00bd \u24b6\u2460 \u2122", "\uff76\uff9e\uff61\uffe1",
    "\u1112\u1161\u11ab\uae00 \u1112\u200d\u1161", "\u0928\u094d\u0926\u0940 \u0915\u094d\u200d\u0937 \u0939\u093f", "\u0e40\u0e01\u0e49\u0e32 \u0e19\u0e33", "\u0645\u064e\u0631\u062d\u0628\u0627 \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u05e9\u05c1\u05b8\u05dc\u05d5\u05b9\u05dd", "\u101c\u102c\u1019\u103a", "\u30ab\u30bf\u30ab\u30ca\u3068\u6f22\u5b578/10", "\u0e14\u0e35\u0e21\u0e32\u0e01's",
    "a\r\nb\rc\r\n\r\n", "a\u0323\u0307 a\u0307\u0323", "\u212b\u2126\u212a \u1fef \u0340", "\u0130 i\u0307 J\u030c", " \u0301 \u200d", "\u0301\u0301a", "\u0600\u0661", "\U0001f1e9\U0001f1ea\U0001f1eb", "\U0001f1e9\u200b\U0001f1ea\U0001f1eb\U0001f1f7", "\U0001f468\U0001f3fd\u200d\U0001f4bb\U0001f3fd",
    "\U0001f3f4\U000e0067\U000e0062\U000e007f", "1\ufe0f\u20e38", "*\u0301* .\u0301. -\u0301-", "'\u0301s n\u0301't nt\u0301 n't\u0301", "<br\u0301> <b\u200br>", "well\u2010made well\u2011made \u22128 \u20122", "\u201elow\u201f \u201bs", "\U0002f800\ufa10", "w\u0338o\u0337r\u0335d",
]

MENDED = [
    "I gave it 8/10,000", "1/10,000", "8/10,9/10", "8/10.5.1", "8/10.5", "http://x.com/4/10/", "good/8/10", "8/10/", "</b>8/10",
    "didn\u00b4t it&acute;s we\u055are o\u05f3clock o\u02b9clock", "\u00b4 actors\u00b4 \u00b4til a\u00b4\u00b4b", "a\u02b9\u02b9b \u02b9a a\u02b9", "e\u0301\u00b4e\u0301 a\u1ffdb a\u0374b a\u00b4\u0301b",
    "I didn&#39t it&#8217s &#x27s &#x27t&#39", "&#3&#57;; &#38#39;t &#38abc; &#x26amp; &#38lt; &#00000000000000039t &#0t &#xD800g &#", "I like it &amp it's &amp, &ampit &amp=1 &amp;", "caf&eacute caf&eacute; &COPY &copy &rsquo s &sol ", "&am&#112 it &semi&#59 x", "&#39\u200dt &amp\u00ad it", "&#x2\uff19; &amp\u00e9 &amp\u3002",
    "<i>one</i> <B>two</B><p>three</p> <em>four</em><strong>five</strong>", "<u>a</u> <span class=\"x\">b</span><div>c</div><a href='http://x.com/?a=1'>d</a><br clear=all>", "a < b and b > a, i <3 u <unknownthing> <b <i> x", "<b\n> <b\r\n> <b\t> <b\u00a0> <i\u0301> <i \u0301> <I/> </ i> <1> <ib> <h1>T</h1>",
    "&lt;i&gt;x&lt;/i&gt; \uff1ci\uff1ey", "<i " + "x" * 196 + ">", "<i " + "x" * 197 + ">", "<i " + "\u2026" * 196 + ">", "<i>Jaws</i>'s wonder<b>ful</b>", "<i \U0001f468\u200d\U0001f469>a",
    "&lt;i&#13;&#10;&gt;", "\u00e9<i\r\n>",
]

TEXTS = [text for texts in (EMPTY, PLAIN, CONTRACTIONS, RATINGS, NUMBERS, RUNS, MARKUP, WINDOWS, EMOJI, SCRIPTS, REVIEWS, PASTED, MENDED) for text in texts]
