"""Twenty short texts of this project's own, as lists of tokens joined by single spaces; the first is PAGE.md's."""

PAGE = (
    "i expected very little from this sequel , and for the first hour it gave me exactly that : tired jokes , a plot i had "
    "forgotten before it was over , and not one character worth caring about . then the last act turned everything around . "
    "it is funny , tender and beautifully drawn , and the ending is anything but predictable . not perfect , but i left "
    "smiling . 8/10"
)

TEXTS = [
    PAGE,
    "not good , not bad : just long .",
    "the director trusts the silence , and the silence repays him .",
    "i would n't watch it again , but i would n't stop anybody who wants to .",
    "good good good , very good .",
    "a very slow first hour , then a very fast second one ; the film is not about either of them .",
    "my sister laughed , my brother slept , and i wrote this .",
    "it 's a small story told with great care , and it is never dull . 9/10",
    "dull , loud and far too long . 2/10",
    "everybody in it is good , but nobody in it is good enough to save the last act .",
    "the songs are weak , the jokes are old , the ending is a gift .",
    "if you liked the book you will not like this , and if you did not like the book you will not be here .",
    "a wonderful cast in a terrible hurry .",
    "there is one great scene in the rain ; it is worth the ticket .",
    "no plot , no point , no regrets ... i had fun .",
    "perfect for a long flight -- you can sleep through most of it .",
    "half thriller , half travel advert , wholly forgettable .",
    "he never raises his voice , and you never look away from him . 10/10",
    "i have seen worse , i have seen better , i have seen this twice .",
    "what a strange , tender , funny little film !",
]
