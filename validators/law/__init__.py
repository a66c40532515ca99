"""The law as data: the shape of packs, which of them bind a filing, how their demands join, and the judgment by them."""
