// `npm run house`: draws the rooms of `src` and their arrows into docs/house.md, and prints the figures.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { figuresOf, pageOf } from './house/draw.ts'
import { LAYERS } from './house/layers.ts'
import { readHouse } from './house/read.ts'
import { dim, green, print, red } from './local/terminal.ts'
import { projectFolder } from './local/tools.ts'

const house = readHouse(projectFolder)
const figures = figuresOf(house)
writeFileSync(join(projectFolder, 'docs', 'house.md'), pageOf(house))

print(LAYERS.map((rooms) => rooms.join('  ')).join('\n'))
for (const { from, to } of house.arrows.filter(({ isUp }) => isUp)) print(red(`back up: ${from} → ${to}`))
for (const circle of house.circles) print(red(`a circle: ${circle.join(', ')}`))
print(dim(`${figures.files} files, ${figures.lines} lines, ${figures.takeAll} functions take all effects, the longest but for rows of data is ${figures.largest}`))
const isSound = figures.up === 0 && figures.circles === 0
print((isSound ? green : red)(`${figures.arrows} arrows, ${figures.up} back up, ${figures.circles} circles`))
process.exitCode = isSound ? 0 : 1
