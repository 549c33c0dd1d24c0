/** PL013: NuGet keeps every package. */
import { hasFlag } from '../commands';
import { cacheRule, verbIs } from './cache-rule';

export const pl013 = cacheRule({
  code: 'PL013', name: 'nuget-cache-left',
  checks: '`dotnet restore`, `build` or `publish` in a stage that is part of the image, without `dotnet nuget locals all --clear` in the same RUN or a cache mount.',
  why: 'NuGet keeps packages and downloads in `~/.nuget`; what is published holds what it needs.',
  cost: '100 MB and more',
  links: ['https://learn.microsoft.com/nuget/consume-packages/managing-the-global-packages-and-cache-folders'],
  bad: 'FROM mcr.microsoft.com/dotnet/sdk:8.0\nRUN dotnet publish -o /app\n',
  good: 'FROM mcr.microsoft.com/dotnet/sdk:8.0 AS build\nRUN dotnet publish -o /app\nFROM mcr.microsoft.com/dotnet/aspnet:8.0\nCOPY --from=build /app /app\n',
}, {
  of: 'NuGet',
  fills: (command) => verbIs(command, ['dotnet'], ['restore', 'build', 'publish']) && !hasFlag(command, 'no-restore', 'packages'),
  spares: (command) => command.name === 'dotnet' && command.args.includes('locals'),
  place: /nuget/i,
  variable: /NUGET_PACKAGES/,
  runsWith: /\bdotnet\b[\s",]+(?:run|watch|test)/,
  cleanUp: () => 'dotnet nuget locals all --clear',
  safety: 'review',
});
