/** Lint rules that find bugs, and the direction of imports: core <- workers <- app <- ui <- main. */
import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import tseslint from 'typescript-eslint';

const noMarkup = ['innerHTML', 'outerHTML', 'insertAdjacentHTML'].map((name) => ({
  selector: `MemberExpression[property.name="${name}"]`,
  message: 'What comes from outside must never become markup: set textContent, or write a component.',
}));

/** Folders that a file in `from` must not import. Relative imports only: packages are told apart below. */
const forbid = (groups, message) => ['error', { patterns: [{ group: groups, message }] }];

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', 'test-results/**', 'tests/fixtures/**', 'src/core/bytes/wasm/assembly/**'] },
  js.configs.recommended,
  tseslint.configs.recommended,
  svelte.configs['flat/recommended'],
  {
    rules: {
      'eqeqeq': ['error', 'always'],
      'no-console': 'error',
      'no-undef': 'off', // the compiler knows better
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-control-regex': 'off', // control characters are what the escaping of hostile names looks for
      'no-restricted-syntax': ['error', ...noMarkup],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
    },
  },
  {
    files: ['src/**/*.ts', 'src/**/*.svelte', 'workers/**/*.ts', 'tests/**/*.ts', 'vite.config.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname, extraFileExtensions: ['.svelte'] } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: {
      'svelte/no-at-html-tags': 'error',
      // The house keeps Maps outside the state and replaces results whole: a reactive proxy over 100,000 rows is slow.
      'svelte/prefer-svelte-reactivity': 'off',
      // A string in braces keeps a blank or a quotation mark where the formatter's rules would take it.
      'svelte/no-useless-mustaches': 'off',
    },
  },
  {
    files: ['src/core/**/*.ts'],
    rules: {
      'no-restricted-imports': forbid(
        ['**/workers/**', '**/app/**', '**/ui/**', '**/pwa/**', '**/tests/**', 'node:*', 'svelte', 'svelte/*', 'comlink', 'workbox-window', 'vite', 'vite/*'],
        'src/core is the domain: it knows no host, no worker and no page. Take a port as a parameter.',
      ),
      'no-restricted-globals': [
        'error', 'window', 'document', 'self', 'navigator', 'location', 'fetch', 'localStorage', 'indexedDB', 'caches', 'process', 'Buffer', 'Worker', 'postMessage',
      ],
    },
  },
  {
    files: ['workers/**/*.ts'],
    rules: { 'no-restricted-imports': forbid(['**/src/app/**', '**/src/ui/**', '**/src/pwa/**', '**/tests/**', 'svelte', 'svelte/*', 'node:*'], 'workers stand on src/core alone.') },
  },
  {
    files: ['src/app/**/*.ts', 'src/pwa/**/*.ts'],
    rules: { 'no-restricted-imports': forbid(['**/ui/**', '**/tests/**', 'node:*'], 'src/app and src/pwa know nothing of the components that show them.') },
  },
  {
    files: ['src/ui/**/*.ts', 'src/ui/**/*.svelte'],
    rules: { 'no-restricted-imports': forbid(['**/*.worker', '**/tests/**', 'node:*', 'comlink'], 'Components ask src/app; only it talks to workers.') },
  },
  { files: ['tests/**', '**/*.mjs', '*.config.*'], rules: { 'no-console': 'off' } },
);
