"""Words for what happens or is the case.

Each line is a concept and the words or phrases for it, folded (no case, no accents). `en=` and `es=` mark words that
mean something else in the other language.
"""

#: What happens or is the case: what a figure, a date or a place is said of.
EVENTS = """
premiere: premiere, premiered, premieres, debut, debuted, released, release, aired, estreno, estrenada, estrenado
found: founded, founding, established, set up, fundada, fundado, fundo, fundacion
die: die, dies, died, dying, death, deaths, dead, killed, killing, kills, fatal, fatality, fatalities, lost their
  lives, lost his life, lost her life, murio, murieron, muerto, muertos, muerta, muertas, muerte, muertes, fallecio,
  fallecieron, fallecido, fallecidos, han muerto
injure: injured, injuring, injures, injury, injuries, hurt, wounded, wounding, herido, heridos, herida, heridas,
  lesionado, lesionados
survive: survived, survivor, survivors, survives, sobrevivio, sobrevivieron, superviviente, supervivientes
crash: crash, crashed, collided, collision, derailed, derailment, derail, accident, disaster, jumped the rails, left
  the tracks, leaves tracks, descarrilo, descarrilamiento, descarrilar, descarrila, accidente, choque, choco,
  siniestro
win: win, wins, won, winning, victory, beat, beats, defeated, defeating, gano, ganaron, victoria, vencio, derroto
elect: elected, election, eleccion, elecciones, elegido, elegida
vote: vote, votes, ballots, voto, votos, votaron
seat: seat, seats, escano, escanos
turnout: turnout, turn out, participacion
swear: sworn, sworn in, swearing-in, takes office, take office, took office, takes the oath, take the oath,
  inaugurated, juro, jurara, investidura, toma posesion, tomara posesion
concede: concede, conceded, concedes, concession, reconocio la derrota
buy: buy, buys, bought, acquire, acquires, acquired, acquisition, take over, takeover, purchase, purchased, paying,
  price, compra, compro, comprar, adquirio, adquirir, adquisicion
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
employ: employs, employing, employed, employees, employee, workers, staff, workforce, empleados, trabajadores,
  plantilla, emplea
layoff: layoffs, laid off, job cuts, jobs will go, despidos, cut jobs
saving: savings, ahorro, ahorros
share: shares, acciones
headquarters: headquarters, headquartered, based in, sede
born: born, nacio, nacido, nacida
marry: married, marry, marriage, wedding, boda, matrimonio, se caso, se casaron, casado, casada, casados
divorce: divorce, divorced, divorcio
kidnap: kidnapping, kidnapped, kidnaps, abducted, abduction, abducts, secuestro, secuestrado, secuestrados,
  secuestrada
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
sentence: sentenced, condenado, condenada, condena, sentencing, jailed, imprisoned, prison, jail, carcel, prision,
  encarcelado, condeno
age: years old, year-old, anos de edad
stay: stay on, stays on, will stay, remains, will remain, continuara
leave: will leave, leaves, leaving, dejara, abandona
grow: rose, climbed, grew, rise, gained, jumped, increased, increase, subio, subieron, crecio, aumento
shrink: fell, dropped, declined, slid, decreased, decrease, bajo, bajaron, cayo, cayeron
acquit: acquitted, cleared of, absuelto, absuelta, absolvio
convict: convicted, found guilty, culpable, guilty
charge: charged, indicted, accused, acusado, acusada, imputado, imputada
steal: stole, stolen, stealing, robbed, diverted, embezzled, estafar, estafo, robo, theft, fraud, fraude, estafa,
  robbery, thieves, ladrones, robaron, gone from
dismiss: dismissed, fired, sacked, despidio, despedido, despedida, cesado, cesada, destituido, destituida
appoint: appointed, named, took over, takes over, hired, nombrado, nombrada, nombro, asumio, contratado, contratada
join: joined, joins, signed for, fichado, ficho, se unio
retire: retired, retires, retirement, jubilado, jubilada, jubilo, se retiro
repay: repaid, refunded, reimbursed, devuelto, devolvio
deliberate: deliberated, deliberations, deliberacion, delibero
score: scored, scores, goal, goals, gol, goles, marco, anoto
expel: sent off, red card, saw red, expulsado, expulsada, expulsion
attend: attended, attendance, spectators, crowd, watched, espectadores, asistentes, asistieron, asistencia, publico
title: title, titles, championship, titulo, titulos, campeonato
orbit: orbit, orbits, circles, orbita
discover: discovered, discovery, spotted, found a, descubrio, descubierto, descubierta, descubrimiento, hallazgo,
  hallo
weigh: weighs, weighed, mass, heavy, pesa, peso, masa
heat: temperature, temperatures, degrees, temperatura, temperaturas, grados
fund: funded, paid for, financed, financio, financiado, financiada, donated, dono, donation, donacion, grant
last: lasted, lasts, took, duro, dura, duracion
distance: away, distance, distancia
study: studied, studies, graduated, estudio, graduo, se graduo
move: moved to, moved, se mudo, se traslado
live: lives, lived, vive, vivia, vivio
flee: fled, flees, fleeing, escaped, huyo, huye, escapo
search: searched, search, searching, busqueda, buscan, buscaron
shoot: shot, shooting, shots, gunfire, disparo, disparos, tiroteo
attack: attack, attacked, attacks, ataque, ataco, atentado
protest: protest, protests, protesters, demonstrators, demonstration, march, marched, manifestacion, manifestantes,
  protesta, marcha
strike: strike, strikers, huelga, huelguistas
flood: flood, floods, flooded, flooding, inundacion, inundaciones
storm: storm, hurricane, tormenta, temporal, huracan
explode: exploded, explosion, blast, exploto
collapse: collapsed, collapse, derrumbo, derrumbe, colapso
destroy: destroyed, demolished, destruido, destruida, destruidas, destruyo
sink: sank, sunk, sinking, hundio, hundido, hundimiento
burn: burned, burnt, quemo, ardio, quemadas
infect: infected, infections, cases, contagios, infectados, casos
vaccinate: vaccinated, vaccination, vacunados, vacunacion
enroll: enrolled, pupils, students, alumnos, alumnas, estudiantes, matriculados
inhabit: inhabitants, population, habitants, habitantes, poblacion
exhibit: exhibition, exhibited, on display, exposicion, exhibicion
auction: auction, auctioned, subasta, subasto, subastado
paint: painted, pinto, pintado
translate: translated, traducido, traducida
sing: sang, sung, canto, cantada
record: recorded, recording, grabado, grabo, grabacion
award: awarded, award, prize, premio, galardon, galardonado
nominate: nominated, nomination, nominations, nominado, nominada, nominaciones
invest: invested, investment, inversion, invirtio, invertir
borrow: loan, loans, debt, prestamo, deuda, debts
tax: tax, taxes, impuesto, impuestos
export: exports, exported, exportaciones, exporto
produce: produces, produced, makes, output, production, produce, produjo, produccion, fabrica
wage: wage, wages, salary, salario, sueldo
rent: rent, alquiler
vary: raised, raise, cut, cuts
sue: sued, lawsuit, demando, demanda
appeal: appeal, appealed, recurrira, apelo, apelacion, recurso
ban: banned, ban, prohibio, prohibido, prohibida, prohibicion
approve: approved, passed, aprobo, aprobado, aprobada
reject: rejected, turned down, rechazo, rechazado, rechazada
sign: signed, signing, firmo, firmado, firmada
begin: began, begun, started, start, starts, begins, comenzo, empezo, inicio, comienza, empieza
end: ended, ends, finished, termino, finalizo, acabo, termina
cancel: cancelled, canceled, cancelo, cancelado, cancelada
postpone: postponed, delayed, aplazado, aplazada, aplazo
land: landed, landing, aterrizo, aterrizaje
launch: launched, launch, lanzo, lanzamiento, lanzado
climb: climb, ascent, summit, ascension, cumbre, cima
catch: caught, captured, capturado, capturada
happen: happened, occurred, took place, happens, ocurrio, se produjo, se produjeron, sucedio, tuvo lugar
weapon: weapons, guns, rifles, armas
value: worth, value, valued, valen, vale, valor, valorado, valorada, valoradas
miss: missing, unaccounted for, desaparecidos, desaparecido, desaparecidas
burgle: broke in, broke into, break-in, burglary, burgled, came in, entraron, entro, robo en
wind: winds, gusts, vientos, rachas
power: without power, electricity, in the dark, sin luz, sin electricidad, blackout, apagon
own: owns, owned, stake, shareholder, shareholders, accionista, accionistas, participacion accionarial, pertenece,
  belongs to
reward: reward, recompensa
visit: visitors, visits, visitantes, visita
renovate: renovated, renovation, restored, refurbished, reformado, reformada, restaurado, restaurada, rehabilitado
find: found, unearthed, uncovered, dug up, came to light, hallado, hallada, hallaron, encontrado, encontraron
abandon: abandoned, abandonado, abandonada
date: dates from, dates back to, data de, data del
perform: performed, performance, concert, concierto, actuo, actuacion
"""
