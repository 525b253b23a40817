import { expect, test } from 'vitest'
import { danish } from './danish.ts'
import { english } from './english.ts'

type Tree = { readonly [key: string]: string | Tree }

const leaves = (tree: Tree, path = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) => (typeof value === 'string' ? [[`${path}${key}`, value]] : leaves(value, `${path}${key}.`)))

const placeholders = (text: string): readonly string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').toSorted()

const texts = { en: new Map(leaves(english)), da: new Map(leaves(danish)) }

test('both languages have the same texts', () => {
  expect([...texts.da.keys()]).toEqual([...texts.en.keys()])
})

test('a text says the same facts in both languages, and none is empty', () => {
  for (const [key, text] of texts.en) {
    expect([key, placeholders(texts.da.get(key) ?? '')]).toEqual([key, placeholders(text)])
    expect(text.trim()).not.toBe('')
    expect(texts.da.get(key)?.trim()).not.toBe('')
  }
})

test('what is counted has a word for one and a word for many', () => {
  const counted = [...texts.en.keys()].filter((key) => placeholders(texts.en.get(key) ?? '').includes('count'))
  expect(counted.length).toBeGreaterThan(0)
  for (const key of counted) expect(key).toMatch(/_(one|other)$/)
})
