"""Words for the categories in ten languages, as data. ``category_words`` reads them.

Each cell is a comma-separated list of words and phrases, plurals written out, accents and case stripped.
``STRONG`` words name a category by themselves; ``WEAK`` ones only when no strong word is there (a chain may be a
necklace or a bag's); ``NOT_A_CATEGORY`` phrases hide a word that means something else (a ring light is no ring).
"""

from tools.specs.words import Category, View

STRONG: dict[Category, dict[str, str]] = {
    "ring": {
        "en": "ring, rings, signet, signet ring, wedding band, wedding bands, gold band, silver band, solitaire,"
        " eternity band, engagement ring",
        "de": "ring, ringe, ehering, trauring, siegelring, goldring, silberring, verlobungsring, platinring,"
        " diamantring, solitarring",
        "fr": "bague, bagues, alliance, alliances, chevaliere, chevalieres",
        "es": "anillo, anillos, sortija, sortijas, alianza, alianzas",
        "it": "anello, anelli, fede nuziale, fedi nuziali, fedina, fedine",
        "pt": "anel, aneis, alianca, aliancas",
        "nl": "ringen, trouwring, trouwringen, zegelring",
        "tr": "yuzuk, yuzugu, yuzukler, alyans",
        "ja": "指輪, リング",
        "zh": "戒指, 指环, 對戒, 对戒, 婚戒, 钻戒",
    },
    "earring": {
        "en": "earring, earrings, ear ring, ear rings, stud earrings, hoop earrings, ear cuff, ear cuffs, earcuff,"
        " earcuffs, ear climber, ear climbers, hoops, huggie, huggies, studs, ear stud, ear studs",
        "de": "ohrring, ohrringe, ohrringen, ohrstecker, ohrhanger, creole, creolen, ohrclip, ohrclips",
        "fr": "boucle d oreille, boucles d oreille, boucle d oreilles, boucles d oreilles, creoles, puces d oreilles",
        "es": "pendientes, arete, aretes, zarcillo, zarcillos, aros",
        "it": "orecchino, orecchini",
        "pt": "brinco, brincos, argolas",
        "nl": "oorbel, oorbellen, oorring, oorringen, oorknopje, oorknopjes, oorsteker, oorstekers",
        "tr": "kupe, kupeler, kupesi",
        "ja": "イヤリング, ピアス, イヤーカフ",
        "zh": "耳环, 耳環, 耳坠, 耳墜, 耳钉, 耳釘, 耳饰",
    },
    "necklace": {
        "en": "necklace, necklaces, choker, chokers, locket, lockets, lariat, riviere, pearl strand, body chain",
        "de": "halskette, halsketten, kette, ketten, collier, colliers, medaillon",
        "fr": "collier, colliers, sautoir, sautoirs, ras de cou",
        "es": "collar, collares, gargantilla, gargantillas",
        "it": "collana, collane, girocollo, collier",
        "pt": "colar, colares, gargantilha, gargantilhas",
        "nl": "ketting, kettingen, halsketting, halskettingen, collier",
        "tr": "kolye, kolyeler, kolyesi, kolyenin",
        "ja": "ネックレス, ペンダント, チョーカー",
        "zh": "项链, 項鏈, 项圈, 吊坠, 吊墜, 锁骨链",
    },
    "bracelet": {
        "en": "bracelet, bracelets, bangle, bangles, anklet, anklets, wristlet chain, cuff bracelet, tennis bracelet,"
        " charm bracelet",
        "de": "armband, armbander, armreif, armreifen, armkette, fusskette, fusskettchen, armspange",
        "fr": "bracelet, bracelets, jonc, joncs, gourmette, gourmettes, chaine de cheville",
        "es": "pulsera, pulseras, brazalete, brazaletes, tobillera, tobilleras, esclava",
        "it": "bracciale, bracciali, braccialetto, braccialetti, cavigliera, cavigliere",
        "pt": "pulseira, pulseiras, bracelete, braceletes, tornozeleira",
        "nl": "armband, armbanden, armbandje, enkelbandje, bangle",
        "tr": "bileklik, bileklikler, bilezik, bilezikler, halhal",
        "ja": "ブレスレット, バングル, アンクレット, 腕輪",
        "zh": "手链, 手鏈, 手镯, 手鐲, 手环, 脚链, 脚踝链",
    },
    "brooch": {
        "en": "brooch, brooches, lapel pin, lapel pins, hat pin, hat pins, enamel pin, enamel pins, cameo, tie clip,"
        " tie clips, tie bar, tie pin, badge",
        "de": "brosche, broschen, anstecknadel, anstecknadeln, krawattennadel",
        "fr": "broche, broches, epingle, pin s",
        "es": "broche, broches, prendedor, prendedores",
        "it": "spilla, spille",
        "pt": "broche, broches",
        "nl": "broche, broches, reversspeld",
        "tr": "bros, yaka ignesi",
        "ja": "ブローチ, ラペルピン",
        "zh": "胸针, 胸針, 领针, 领扣",
    },
    "watch": {
        "en": "watch, watches, wristwatch, wristwatches, wrist watch, smartwatch, smartwatches, chronograph,"
        " chronographs, timepiece, timepieces, pocket watch, watch strap, watch band",
        "de": "uhr, uhren, armbanduhr, armbanduhren, chronograph, taschenuhr",
        "fr": "montre, montres",
        "es": "reloj, relojes",
        "it": "orologio, orologi",
        "pt": "relogio, relogios",
        "nl": "horloge, horloges, polshorloge",
        "tr": "kol saati, kol saatleri, saati, saatin, saatler",
        "ja": "腕時計, 時計, ウォッチ",
        "zh": "手表, 手錶, 腕表, 腕錶",
    },
    "eyewear": {
        "en": "eyewear, sunglasses, sunglass, eyeglasses, eyeglass, sunnies, shades, spectacles, reading glasses,"
        " aviators, wayfarers, glasses frames, goggles",
        "de": "brille, brillen, sonnenbrille, sonnenbrillen, lesebrille",
        "fr": "lunettes, lunettes de soleil",
        "es": "gafas, gafas de sol, lentes de sol, anteojos",
        "it": "occhiali, occhiali da sole",
        "pt": "oculos, oculos de sol",
        "nl": "bril, brillen, zonnebril, zonnebrillen",
        "tr": "gozluk, gozlugu, gozlukler, gunes gozlugu",
        "ja": "サングラス, メガネ, 眼鏡, めがね",
        "zh": "眼镜, 眼鏡, 太阳镜, 墨镜, 太陽鏡",
    },
    "hair_accessory": {
        "en": "hair accessory, hair accessories, hair clip, hair clips, hairclip, hairclips, hair claw, hair claws,"
        " claw clip, claw clips, hairpin, hairpins, hair pin, hair pins, hair comb, hair combs, headband, headbands,"
        " hairband, hairbands, hair band, scrunchie, scrunchies, barrette, barrettes, tiara, tiaras, hair slide,"
        " hair slides, hair tie, hair ties, hair bow, bobby pin, bobby pins",
        "de": "haarspange, haarspangen, haarreif, haarreifen, haarklammer, haarklammern, haargummi, haargummis,"
        " haarnadel, haarband, haarkamm, haarschmuck, diadem",
        "fr": "barrette, barrettes, serre tete, chouchou, pince a cheveux, peigne a cheveux, bandeau, diademe",
        "es": "pinza de pelo, pinza para el pelo, diadema, diademas, horquilla, horquillas, coletero, coleteros",
        "it": "fermaglio, fermagli, cerchietto, cerchietti, molletta, mollette, forcina, forcine, elastico per capelli",
        "pt": "presilha, presilhas, tiara, tiaras, grampo de cabelo, prendedor de cabelo, piranha de cabelo",
        "nl": "haarspeld, haarspelden, haarband, haarklem, haarclip, haarclips, diadeem",
        "tr": "toka, tokasi, tokalar, sac tokasi, sac bandi, tac",
        "ja": "ヘアクリップ, ヘアアクセサリー, ヘアピン, カチューシャ, シュシュ, かんざし, バレッタ, ヘアバンド",
        "zh": "发夹, 髮夾, 发箍, 发饰, 髮飾, 发圈, 抓夹, 发簪",
    },
    "cufflinks": {
        "en": "cufflink, cufflinks, cuff link, cuff links",
        "de": "manschettenknopf, manschettenknopfe, manschettenknopfen",
        "fr": "bouton de manchette, boutons de manchette, boutons de manchettes",
        "es": "gemelos, mancuernas, mancuernillas",
        "it": "gemelli, gemelli da polso",
        "pt": "abotoadura, abotoaduras, botoes de punho",
        "nl": "manchetknoop, manchetknopen",
        "tr": "kol dugmesi, kol dugmeleri",
        "ja": "カフリンクス, カフスボタン, カフス",
        "zh": "袖扣, 袖釦",
    },
    "bag": {
        "en": "bag, bags, handbag, handbags, hand bag, purse, purses, tote, totes, backpack, backpacks, rucksack,"
        " clutch, clutches, crossbody, satchel, satchels, duffle, duffel, fanny pack, belt bag, shoulder bag,"
        " messenger bag, briefcase, holdall, weekender, wallet on chain",
        "de": "tasche, taschen, handtasche, handtaschen, rucksack, rucksacke, umhangetasche, beutel, aktentasche",
        "fr": "sac, sacs, sac a main, sac a dos, pochette, pochettes, cabas, besace",
        "es": "bolso, bolsos, mochila, mochilas, bandolera, bolsa, bolsas",
        "it": "borsa, borse, borsetta, borsette, zaino, zaini, borsa a mano, pochette, tracolla",
        "pt": "bolsa, bolsas, mochila, mochilas, carteira de mao",
        "nl": "tas, tassen, handtas, handtassen, rugzak, rugzakken, schoudertas",
        "tr": "canta, cantasi, cantalar, cantayi, sirt cantasi",
        "ja": "バッグ, ハンドバッグ, リュック, 鞄, かばん, トートバッグ",
        "zh": "手提包, 包包, 手袋, 背包, 挎包, 斜挎包, 双肩包, 皮包",
    },
    "wallet": {
        "en": "wallet, wallets, card holder, card holders, cardholder, cardholders, card case, coin purse, billfold,"
        " money clip, coin pouch, passport holder",
        "de": "geldborse, geldborsen, portemonnaie, portemonnaies, brieftasche, kartenetui, geldbeutel",
        "fr": "portefeuille, portefeuilles, porte cartes, porte carte, porte monnaie",
        "es": "cartera, carteras, billetera, billeteras, monedero, tarjetero",
        "it": "portafoglio, portafogli, portacarte, portamonete",
        "pt": "carteira, carteiras, porta cartoes, porta moedas",
        "nl": "portemonnee, portemonnees, pasjeshouder, kaarthouder",
        "tr": "cuzdan, cuzdani, cuzdanlar, kartlik",
        "ja": "財布, カードケース, ウォレット, 名刺入れ, 小銭入れ",
        "zh": "钱包, 錢包, 卡包, 皮夹, 钱夹",
    },
    "belt": {
        "en": "belt, belts, waistband belt, obi belt",
        "de": "gurtel",
        "fr": "ceinture, ceintures",
        "es": "cinturon, cinturones",
        "it": "cintura, cinture",
        "pt": "cinto, cintos",
        "nl": "riem, riemen, ceintuur",
        "tr": "kemer, kemeri, kemerler",
        "ja": "ベルト",
        "zh": "皮带, 腰带, 皮帶, 腰帶",
    },
    "scarf": {
        "en": "scarf, scarves, scarfs, handkerchief, handkerchiefs, hankie, shawl, shawls, bandana, bandanas, stole,"
        " pocket square, pocket squares, neckerchief, foulard, pashmina, snood, carre",
        "de": "schal, schals, tuch, halstuch, halstucher, seidentuch, einstecktuch, taschentuch, stola",
        "fr": "echarpe, echarpes, foulard, foulards, mouchoir, chale, etole, carre de soie",
        "es": "bufanda, bufandas, panuelo, panuelos, chal, fular",
        "it": "sciarpa, sciarpe, foulard, fazzoletto, fazzoletti, scialle",
        "pt": "cachecol, cachecois, lenco, lencos, xale, echarpe",
        "nl": "sjaal, sjaals, das en sjaal, zakdoek, pochet, omslagdoek",
        "tr": "atki, atkisi, esarp, esarbi, fular, mendil, sal",
        "ja": "スカーフ, マフラー, ストール, ハンカチ, ショール",
        "zh": "围巾, 圍巾, 丝巾, 絲巾, 披肩, 手帕, 方巾",
    },
    "hat": {
        "en": "hat, hats, cap, caps, beanie, beanies, beret, berets, fedora, fedoras, bucket hat, baseball cap,"
        " panama hat, bonnet, fascinator, visor",
        "de": "hut, hute, mutze, mutzen, kappe, kappen, baskenmutze",
        "fr": "chapeau, chapeaux, casquette, casquettes, bonnet, bonnets, beret",
        "es": "sombrero, sombreros, gorra, gorras, gorro, gorros, boina",
        "it": "cappello, cappelli, berretto, berretti, basco",
        "pt": "chapeu, chapeus, bone, gorro, gorros, boina",
        "nl": "hoed, hoeden, muts, mutsen, petje, petten",
        "tr": "sapka, sapkasi, sapkalar, bere, kasket",
        "ja": "帽子, ハット, キャップ, ニット帽, ベレー帽",
        "zh": "帽子, 棒球帽, 渔夫帽, 草帽, 礼帽",
    },
    "gloves": {
        "en": "glove, gloves, mitten, mittens, gauntlets",
        "de": "handschuh, handschuhe, handschuhen, faustlinge",
        "fr": "gant, gants, mitaines, moufles",
        "es": "guante, guantes, mitones",
        "it": "guanto, guanti, muffole",
        "pt": "luva, luvas",
        "nl": "handschoen, handschoenen, wanten",
        "tr": "eldiven, eldivenler, eldiveni",
        "ja": "手袋, グローブ",
        "zh": "手套",
    },
    "shoes": {
        "en": "shoe, shoes, sneaker, sneakers, trainers, boot, boots, loafer, loafers, sandal, sandals, heels,"
        " high heels, pumps, stilettos, slippers, mules, ballerinas, ballet flats, moccasins, oxfords, espadrilles,"
        " footwear, clogs",
        "de": "schuh, schuhe, schuhen, stiefel, stiefelette, stiefeletten, sandalen, sandale, turnschuhe, pantoffeln",
        "fr": "chaussure, chaussures, basket, baskets, botte, bottes, bottines, escarpins, sandales, mocassins",
        "es": "zapato, zapatos, zapatilla, zapatillas, bota, botas, sandalia, sandalias, mocasines, tacones",
        "it": "scarpa, scarpe, stivali, stivale, sandali, sandalo, mocassini, decollete",
        "pt": "sapato, sapatos, tenis, bota, botas, sandalia, sandalias, mocassim",
        "nl": "schoen, schoenen, laars, laarzen, sandalen, instappers",
        "tr": "ayakkabi, ayakkabisi, ayakkabilar, cizme, bot, sandalet, terlik",
        "ja": "靴, シューズ, スニーカー, ブーツ, サンダル, ローファー, パンプス",
        "zh": "鞋, 鞋子, 靴子, 运动鞋, 高跟鞋, 凉鞋, 皮鞋",
    },
    "tie": {
        "en": "necktie, neckties, bow tie, bow ties, bowtie, bowties, tie, ties, knit tie, cravat, cravats, ascot",
        "de": "krawatte, krawatten, fliege",
        "fr": "cravate, cravates, noeud papillon",
        "es": "corbata, corbatas, pajarita, pajaritas",
        "it": "cravatta, cravatte, papillon",
        "pt": "gravata, gravatas, gravata borboleta",
        "nl": "stropdas, stropdassen, vlinderdas, strik",
        "tr": "kravat, kravati, kravatlar, papyon",
        "ja": "ネクタイ, 蝶ネクタイ",
        "zh": "领带, 領帶, 领结, 領結",
    },
}  # fmt: skip

WEAK: dict[Category, str] = {
    "ring": "band, bands",
    "earring": "hoop, stud, drops, dangles, pendiente, creoles, aro",
    "necklace": "chain, chains, pendant, pendants, anhanger, pendentif, ciondolo, hanger, pearls, colgante, pingente,"
    " chaine, cadena, catena, corrente, zincir, 链",
    "bracelet": "cuff, cuffs, charm, charms, reif",
    "brooch": "pin, pins, speld, alfiler",
    "watch": "chrono, diver, strap, dial, bezel, saat, 表",
    "eyewear": "glasses, frames, lentes, aviator, spectacle",
    "hair_accessory": "claw, comb, slide, haarclip",
    "bag": "pouch, bolso de mano, 包",
    "wallet": "cards",
    "scarf": "square, wrap, lap",
    "hat": "pet, bere",
    "gloves": "mitts",
    "shoes": "flats, pump, mule, trainer, heel, kicks",
    "tie": "das, noeud",
}  # fmt: skip

NOT_A_CATEGORY = (
    "ring light, ring lights, ring flash, ringlight, ring box, ring dish, ring tray, ring stand, watch box,"
    " watch winder, watch out, to watch, jewelry box, jewellery box, shoe rack, shoe box, tie in, tie it, tie the,"
    " tie together, ties in, bottle cap, ice cap, cap the, cap it, belt of, asteroid belt, bag of, teabag, bean bag,"
    " glass block, hat tip, hats off, boot up, to boot, earring stand, earring card, necklace stand, watch this,"
    " brand ring, key ring, key rings, keyring, in shades of, shades of, ringen um, glove box"
)

VIEWS: dict[View, str] = {
    "top": "flat lay, flatlay, flat lays, top view, top down, from above, overhead, bird s eye, birds eye, laid flat,"
    " knolling, von oben, vue de dessus, desde arriba, dall alto, de cima, van boven, ustten, 俯拍, 平铺, 真上, 俯瞰",
    "three_quarter": "three quarter, three quarters, 3 4 view, 45 degree, 45 degrees, angled, at an angle, schrag,"
    " trois quarts, tres cuartos, tre quarti, driekwart, 斜め",
    "front": "front view, front on, from the front, frontal, head on, straight on, eye level, von vorn, von vorne,"
    " vue de face, de face, de frente, frontale, vooraanzicht, onden, 正面",
}

WORN = (
    "worn, wearing, on hand, on a hand, on her hand, on his hand, on finger, on a finger, on wrist, on the wrist,"
    " on a wrist, on model, on a model, on ear, on an ear, on neck, on the neck, on body, on feet, on foot, getragen,"
    " am handgelenk, portee, portes, puesto, puesta, indossata, indossato, indossati, usado por, gedragen, takilmis,"
    " 着用, 佩戴, 戴着, 模特"
)
