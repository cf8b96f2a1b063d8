"""Words for people: kin, offices, callings, and what is done by somebody.

Each line is a concept and the words or phrases for it, folded (no case, no accents). `en=` and `es=` mark words that
mean something else in the other language.
"""

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
lawyer: lawyer, attorney, abogado, abogada, barrister, defence lawyer, defense lawyer
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
chief executive: chief executive, chief executive officer, ceo, director ejecutivo, directora ejecutiva, consejero
  delegado, consejera delegada
chief financial officer: chief financial officer, cfo, finance director, finance chief, director financiero,
  directora financiera
chair: chairman, chairwoman, chairperson, chair
commissioner: commissioner, comisario, comisaria, comisionado
police chief: police chief, chief of police, jefe de policia, jefa de policia, jefe de la policia
treasurer: treasurer, tesorero, tesorera
captain: captain, capitan, capitana, skipper
pilot: pilot, piloto
drive: driver, train driver, maquinista, es=conductor, conductora
direct: director, directora
showrunner: showrunner
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
principal: principal, headmaster, headteacher, headmistress
bishop: bishop, archbishop, obispo, arzobispo
ambassador: ambassador, embajador, embajadora
rector: rector, rectora, vice-chancellor
curator: curator, curador, curadora, comisario de la exposicion
conductor: en=conductor
"""

#: What somebody did to it: `directed by X` speaks of the director.
DONE = """
direct: directed, dirigida, dirigido, dirigio
lead: led, headed, run, encabezado, encabezada, liderado, liderada
write: written, wrote, penned, escrito, escrita, composed, compuesto, compuesta, compuso, escribio
found: founded, fundado, fundada, fundo
own: owned
produce: produced, producida, producido
create: created, creada, creado
design: designed, disenada, disenado, diseno
build: built, construida, construido
discover: discovered, descubierto, descubierta, descubrio
appoint: appointed, nombrado, nombrada
drive: driven
paint: painted, pinto, pintado, pintada
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
librarian: librarian, bibliotecario, bibliotecaria
professor: professor, catedratico, catedratica
physicist: physicist, fisico, fisica
chemist: chemist, quimico, quimica
biologist: biologist, biologo, biologa
historian: historian, historiador, historiadora
architect: architect, arquitecto, arquitecta
banker: banker, banquero, banquera, exbanquero
accountant: accountant, contable, contador, contadora
baker: baker, panadero, panadera
butcher: butcher, carnicero
carpenter: carpenter, carpintero
plumber: plumber, fontanero
electrician: electrician, electricista
mechanic: mechanic, mecanico, mecanica
fisherman: fisherman, pescador, pescadora
sailor: sailor, marinero
surgeon: surgeon, cirujano, cirujana
dentist: dentist, dentista
psychologist: psychologist, psicologo, psicologa
pharmacist: pharmacist, farmaceutico, farmaceutica
painter: painter, pintor, pintora
sculptor: sculptor, escultor, escultora
photographer: photographer, fotografo, fotografa
poet: poet, poeta
composer: composer, compositor, compositora
musician: musician, musico, musica
pianist: pianist, pianista
dancer: dancer, bailarin, bailarina
cook: cook, chef, cocinero, cocinera
waiter: waiter, waitress, camarero, camarera
shopkeeper: shopkeeper, tendero, tendera
policeman: policeman, policewoman, police officer, agente de policia
guard: guard, guardia, vigilante
priest: priest, sacerdote, cura
bus driver: bus driver, taxi driver, taxista
programmer: programmer, software developer, programador, programadora
translator: translator, traductor, traductora
gardener: gardener, jardinero, jardinera
miner: miner, minero
model: en=model, modelo
goalkeeper: goalkeeper, portero
defender: defender, defensa
striker: striker, delantero
midfielder: midfielder, centrocampista
swimmer: swimmer, nadador, nadadora
refugee: refugee, refugiado, refugiada
tourist: tourist, turista
volunteer: volunteer, voluntario, voluntaria
activist: activist, activista
analyst: analyst, analista
expert: expert, experto, experta
caretaker: caretaker, janitor, conserje
clerk: clerk, empleado, empleada
hunter: hunter, cazador, cazadora
pensioner: pensioner, jubilado, jubilada
judge: en=magistrate
"""
