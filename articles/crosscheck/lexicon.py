"""What words say the same thing: kin, offices, events, works and units, in English and Spanish.

Each line is a concept and the words or phrases for it, folded (no case, no accents). A concept in two families (to
direct, the director) has one name in both, so that `directed by X` and `the director, X` speak of the same thing.
"""

from collections.abc import Iterator

#: Whose what: `Ana's husband`, `her brother`.
KIN = """
husband: husband, esposo, marido
wife: wife, esposa
partner: fiance, fiancee, boyfriend, girlfriend, novio, novia, pareja
child: child, children, kid, kids, hijos, ninos, daughter, daughters, en=son, sons, hijo, hija, hijas
mother: mother, mom, mum, madre
father: father, dad, padre
brother: brother, brothers, hermano
sister: sister, sisters, hermana, hermanas
sibling: siblings, hermanos
cousin: cousin, cousins, primo, prima
uncle: uncle, tio
aunt: aunt, tia
nephew: nephew, sobrino
niece: niece, sobrina
grandfather: grandfather, abuelo
grandmother: grandmother, abuela
widow: widow, viuda
lawyer: lawyer, attorney, abogado, abogada
doctor: doctor, physician, medico, medica
lover: lover, mistress, amante
"""

#: Offices that one person holds at a time, in one place or company.
OFFICES = """
mayor: mayor, alcalde, alcaldesa
president: president, presidente, presidenta
primeminister: prime minister, premier, primer ministro, primera ministra
governor: governor, gobernador, gobernadora
minister: minister, ministra, ministro, secretary of state
chief executive: chief executive, chief executive officer, ceo, director ejecutivo, directora ejecutiva, consejero delegado, consejera delegada
chief financial officer: chief financial officer, cfo, finance director, finance chief, director financiero, directora financiera
chair: chairman, chairwoman, chairperson, chair
commissioner: commissioner, comisario, comisaria, comisionado
police chief: police chief, chief of police, jefe de policia, jefa de policia, jefe de la policia
treasurer: treasurer, tesorero, tesorera
captain: captain, capitan, capitana, skipper
pilot: pilot, piloto
drive: driver, train driver, maquinista, es=conductor, conductora
direct: director, directora, showrunner
lead: en=head, leader, lider, jefe, jefa
write: author, writer, autor, autora, escritor, escritora, novelist, novelista
found: founder, fundador, fundadora
own: owner, dueno, duena, propietario, propietaria
coach: coach, manager, entrenador, entrenadora
edit: editor, editora
judge: judge, juez, jueza
prosecutor: prosecutor, fiscal
patriarch: patriarch, patriarca
matriarch: matriarch, matriarca
protagonist: protagonist, heroine, hero, protagonista
suspect: suspect, sospechoso, sospechosa
victim: victim, victima
winner: winner, ganador, ganadora, champion, campeon
successor: successor, sucesor, sucesora
"""

#: What somebody did to it: `directed by X` speaks of the director.
DONE = """
direct: directed, dirigida, dirigido
lead: led, headed, run, encabezado, encabezada, liderado, liderada
write: written, wrote, penned, escrito, escrita
found: founded, fundado, fundada
own: owned
produce: produced, producida, producido
create: created, creada, creado
design: designed, disenada, disenado
build: built, construida, construido
discover: discovered, descubierto, descubierta
appoint: appointed, nombrado, nombrada
drive: driven
"""

#: Callings that many share: they tell people apart but no one holds them alone.
CALLINGS = """
passenger: passenger, pasajero, pasajera
nurse: nurse, enfermero, enfermera
teacher: teacher, taught, teaches, maestro, maestra, profesor, profesora, schoolteacher
engineer: engineer, ingeniero, ingeniera
actor: actor, actress, actriz
singer: singer, cantante
journalist: journalist, reporter, periodista
student: student, estudiante
neighbour: neighbour, neighbor, vecino, vecina, resident, residente
witness: witness, testigo
spokesperson: spokesman, spokeswoman, spokesperson, portavoz
candidate: candidate, candidato, candidata
economist: economist, economista
farmer: farmer, agricultor, agricultora
firefighter: firefighter, firefighters, bombero, bombera, bomberos
soldier: soldier, soldado
scientist: scientist, cientifico, cientifica
pedestrian: pedestrian, peaton
cyclist: cyclist, ciclista
"""

#: What happens or is the case: what a figure, a date or a place is said of.
EVENTS = """
premiere: premiere, premiered, premieres, debut, debuted, released, release, aired, estreno, estrenada, estrenado, estreno
found: founded, founding, established, set up, fundada, fundado, fundo, fundacion
die: die, dies, died, dying, death, deaths, dead, killed, killing, kills, fatal, fatality, fatalities, lost their lives, lost his life, lost her life, murio, murieron, muerto, muertos, muerta, muertas, muerte, muertes, fallecio, fallecieron, fallecido, fallecidos, han muerto
injure: injured, injuring, injures, injury, injuries, hurt, wounded, wounding, herido, heridos, herida, heridas, lesionado, lesionados
survive: survived, survivor, survivors, survives, sobrevivio, sobrevivieron, superviviente, supervivientes
crash: crash, crashed, collided, collision, derailed, derailment, derail, accident, disaster, jumped the rails, left the tracks, leaves tracks, descarrilo, descarrilamiento, descarrilar, descarrila, accidente, choque, choco, siniestro
win: win, wins, won, winning, victory, beat, beats, defeated, defeating, gano, ganaron, victoria, vencio, derroto
elect: elected, election, eleccion, elecciones, elegido, elegida
vote: vote, votes, ballots, voto, votos, votaron
seat: seat, seats, escano, escanos
turnout: turnout, turn out, participacion
swear: sworn, sworn in, swearing-in, takes office, take office, took office, takes the oath, take the oath, inaugurated, juro, jurara, investidura, toma posesion, tomara posesion
concede: concede, conceded, concedes, concession, reconocio la derrota
buy: buy, buys, bought, acquire, acquires, acquired, acquisition, take over, takeover, purchase, purchased, paying, price, compra, compro, comprar, adquirio, adquirir, adquisicion
sell: sell, sells, sold, sale, vendio, vender, es=venta
bid: bid, offer, offered, oferta, ofrecio
close: close, closes, closing, closed, cierre, cerrara, cerrada, cerrado
open: opened, opening, opens, inaugurada, inaugurado, inauguro, abrio, apertura
reopen: reopen, reopens, reopened, restored, reabrira, reabrir, restablecera
resign: resign, resigned, resigns, resignation, stepped down, steps down, quit, dimitio, dimision, renuncio
arrest: arrested, arrest, detained, detenido, detenidos, detenida, arresto
revenue: revenue, revenues, sales, turnover, ingresos, facturacion, ventas
profit: profit, profits, earnings, beneficio, beneficios, ganancias
loss: loss, losses, perdidas
employ: employs, employing, employed, employees, employee, workers, staff, workforce, empleados, trabajadores, plantilla, emplea
layoff: layoffs, laid off, job cuts, jobs will go, despidos, cut jobs
saving: savings, ahorro, ahorros
share: shares, shareholder, stake, accionista, acciones, participacion accionarial
headquarters: headquarters, headquartered, based in, sede
born: born, nacio, nacido, nacida
marry: married, marry, marriage, wedding, boda, matrimonio
divorce: divorce, divorced, divorcio
kidnap: kidnapping, kidnapped, kidnaps, abducted, abduction, abducts, secuestro, secuestrado, secuestrados, secuestrada
affair: affair, infidelity, adultery, romance, aventura, infidelidad
arrive: arrived, arrives, llego
depart: set off, departed, departure, had left, partio, habia salido, salio
speed: speed, travelling, velocidad, circulaba
limit: limit, limited, allowed, limite, limitado
board: on board, carrying, aboard, a bordo, viajaban
rescue: rescue, rescued, rescate, rescatados
evacuate: evacuated, evacuation, evacuados, evacuadas
treat: hospital, hospitalized, hospitalised, ingresado, ingresada, treated
cost: cost, costs, spent, costo, gasto, coste
announce: announced, announcement, anuncio, anunciaron
publish: published, publicado, publicada, publico, publication
govern: governed, in office, mandate, gobierna, gobierno, governs, led the city, in power
build: built, build, homes, construir, construyo, viviendas
film: filmed, filming, shot in, rodada, rodado, rodaje
set: set in, takes place in, ambientada en, ambientado en, transcurre en, backdrop
celebrate: celebrated, celebrates, celebration, celebro, told supporters, supporters
rain: rainfall, rain, lluvia
earthquake: earthquake, quake, terremoto, sismo
fire: fire, blaze, incendio
damage: damage, damages, danos
fine: fined, multa, multado
sentence: sentenced, condenado, condenada, condena
age: years old, year-old, anos de edad
stay: stay on, stays on, will stay, remains, will remain, continuara
leave: will leave, leaves, leaving, dejara, abandona
grow: rose, climbed, grew, rise, gained, jumped, increased, increase, subio, subieron, crecio, aumento
shrink: fell, dropped, declined, slid, decreased, decrease, bajo, bajaron, cayo, cayeron
"""

#: What a work can rest on, or be.
WORKS = """
memoir: memoir, memoirs, autobiography, autobiographical, memorias, autobiografia
book: book, libro
novel: novel, novela
article: article, story for, essay, magazine piece, reporting, articulo, reportaje, ensayo
report: report, informe, study, estudio
podcast: podcast
play: stage play, obra de teatro
documentary: documentary, documental
speech: speech, discurso
"""

#: What is counted.
UNITS = """
episode: episode, episodes, en=parts, en=part, chapter, chapters, installments, episodio, episodios, capitulo, capitulos, es=partes, entregas
people: people, person, persons, personas, persona, gente
passenger: passengers, pasajeros
carriage: carriage, carriages, vagon, vagones, coaches
country: country, countries, pais, paises
year: year, years, ano, anos
month: month, months, mes, meses
week: week, weeks, semana, semanas
day: days, dia, dias
hour: hour, hours, hora, horas
kilometre: kilometre, kilometres, kilometer, kilometers, km, kilometro, kilometros
mile: mile, en=miles, milla, millas
metre: metre, metres, meter, meters, metro, metros
foot: foot, feet
percent: percent, per cent, por ciento
dollar: dollar, dollars, dolar, dolares
euro: euro, euros
home: home, homes, house, houses, vivienda, viviendas, casas
point: points, puntos
job: job, jobs, job cuts, empleo, empleos
season: season, seasons, temporada, temporadas
"""

_FAMILIES = {"k": KIN, "j": OFFICES, "o": CALLINGS, "b": DONE, "s": WORKS, "u": UNITS, "e": EVENTS}

#: Units said of anything: two figures of them need more in common to be about the same.
GENERAL_UNITS = frozenset("people year month week day hour percent dollar euro kilometre metre".split())


def _lines(table: str) -> Iterator[tuple[str, list[str]]]:
    for line in table.strip().splitlines():
        concept, _, words = line.partition(":")
        yield concept.replace(" ", ""), [word.strip() for word in words.split(",")]


def _phrases(language: str) -> dict[tuple[str, ...], dict[str, str]]:
    """Return phrase (folded words) -> its concept by family, leaving out the words that only the other language has."""
    found: dict[tuple[str, ...], dict[str, str]] = {}
    for letter, table in _FAMILIES.items():
        for concept, words in _lines(table):
            for word in words:
                only, _, bare = word.rpartition("=")
                if only in {"", language}:
                    found.setdefault(tuple(bare.replace("-", " - ").split()), {})[letter] = concept
    return found


CONCEPTS = {language: _phrases(language) for language in ("en", "es")}
#: The longest phrase, in words, by its first word.
LONGEST: dict[str, int] = {}
for _phrase in [*CONCEPTS["en"], *CONCEPTS["es"]]:
    LONGEST[_phrase[0]] = max(len(_phrase), LONGEST.get(_phrase[0], 0))

#: What happens to people: a figure of it, without a noun, counts people.
OF_PEOPLE = frozenset("die injure survive arrest rescue evacuate kidnap".split())

SAYING = frozenset(
    "said says say told tells explained explains added adds recalled insisted called calls spoke wrote writes announced "
    "declared warned dijo dice explico anadio afirmo aseguro conto relato declaro senalo escribio advirtio".split()
)

#: Pairs of callings, offices and kin that one person is not at once.
EXCLUSIVE: tuple[frozenset[str], ...] = (
    frozenset({"drive", "passenger", "pedestrian", "cyclist"}),
    frozenset({"passenger", "nurse", "teacher", "engineer", "farmer", "soldier", "firefighter", "journalist"}),
    frozenset({"chiefexecutive", "chieffinancialofficer"}),
    frozenset({"husband", "brother", "father", "child", "wife", "mother", "sister", "cousin", "uncle", "aunt"}),
    frozenset({"husband", "patriarch", "child"}),
    frozenset({"mayor", "governor", "primeminister"}),
)

NUMBERS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9,
    "diez": 10, "doce": 12, "trece": 13, "catorce": 14, "quince": 15, "dieciseis": 16, "diecisiete": 17,
    "dieciocho": 18, "diecinueve": 19, "veinte": 20, "treinta": 30, "cuarenta": 40, "cincuenta": 50, "sesenta": 60,
    "setenta": 70, "ochenta": 80, "noventa": 90, "cien": 100,
}  # fmt: skip
SCALES = {
    "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "bn": 1_000_000_000,
    "m": 1_000_000, "k": 1_000, "trillion": 1_000_000_000_000, "mil": 1_000, "millon": 1_000_000,
    "millones": 1_000_000,
}  # fmt: skip
NUMBERS_ES = NUMBERS | {"once": 11}
#: Counts without a number: from, to.
VAGUE = {
    "dozens": (24, 99), "decenas": (20, 99), "docenas": (24, 99), "hundreds": (200, 999), "cientos": (200, 999),
    "thousands": (2_000, 99_999),
}  # fmt: skip
VAGUE_ES = VAGUE | {"miles": (2_000, 99_999)}

#: States and movements of which one person or thing has only one.
OPPOSITES = {
    "die": ("fate", "die"), "survive": ("fate", "survive"), "injure": ("fate", "survive"),
    "grow": ("trend", "grow"), "shrink": ("trend", "shrink"),
    "stay": ("stay", "stay"), "leave": ("stay", "leave"),
}  # fmt: skip
