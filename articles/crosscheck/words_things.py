"""Words for works and for what is counted.

Each line is a concept and the words or phrases for it, folded (no case, no accents). `en=` and `es=` mark words that
mean something else in the other language.
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
episode: episode, episodes, en=parts, en=part, chapter, chapters, installments, episodio, episodios, capitulo,
  capitulos, es=partes, entregas
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
home: home, homes, house, houses, vivienda, viviendas, casas, households, hogares
point: points, puntos
job: job, jobs, job cuts, empleo, empleos
season: season, seasons, temporada, temporadas
victim: victims, victimas
spectator: spectators, espectadores, attendance, fans, aficionados
player: players, jugadores
goal: goals, goles
match: matches, games, partidos
title: titles, titulos, title, titulo
pound: pound, pounds, libra, libras
client: clients, customers, clientes
member: members, miembros
student: students, pupils, alumnos, estudiantes
teacher: teachers, profesores, maestros
doctor: doctors, medicos
nurse: nurses, enfermeras, enfermeros
patient: patients, pacientes
soldier: soldiers, soldados
police: police officers, officers, policias, agentes
protester: protesters, demonstrators, manifestantes
child: children, kids, ninos, ninas, hijos, daughters, sons
woman: women, mujeres
man: men, hombres
family: families, familias
inhabitant: inhabitants, habitantes, residents, vecinos
room: rooms, habitaciones
floor: floors, storeys, stories, pisos, plantas
page: pages, paginas
copy: copies, ejemplares, copias
painting: paintings, cuadros, pinturas, masterpieces, canvases, lienzos
work: artworks, obras
book: books, libros
film: films, movies, peliculas
song: songs, canciones
album: albums, discos
prize: prizes, awards, premios
ship: ships, boats, vessels, barcos, buques
plane: planes, aircraft, aviones
car: cars, coches, autos, automoviles
bus: buses, autobuses
train: trains, trenes
tree: trees, arboles
animal: animals, animales
cow: cows, vacas
hectare: hectares, hectareas
acre: acres
tonne: tonnes, tons, metric tons, toneladas
kilogram: kilograms, kilos, kg, kilogramos
litre: litres, liters, litros
degree: degrees, grados
minute: minutes, minutos
second: es=segundos, en=seconds
century: centuries, siglos
decade: decades, decadas
shop: shops, stores, tiendas
hotel: hotels, hoteles
school: schools, escuelas, colegios
village: villages, pueblos, aldeas
city: cities, ciudades
state: en=states, estados
company: companies, firms, empresas, companias
factory: factories, plants, fabricas
firefighter: firefighters, bomberos
voter: voters, votantes, electores
candidate: candidates, candidatos
language: languages, idiomas, lenguas
time: times, en=time, veces, vez
light year: light years, light-years, anos luz
visitor: visitors, visitantes
worker: miners, mineros
"""
