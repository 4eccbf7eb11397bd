-- Texts are folded otherwise (new forms of Japan, Latin letters like ø): the words of all orders are written once more, from
-- the newest back, while the old ones still answer.
DELETE FROM settings WHERE name = 'order_words_from';
