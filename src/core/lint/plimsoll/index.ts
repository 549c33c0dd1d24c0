/** The table of our own rules, on size and caching. */
import type { Rule } from '../rule';
import { pl001 } from './pl001';
import { pl002 } from './pl002';
import { pl003 } from './pl003';
import { pl004 } from './pl004';
import { pl005 } from './pl005';
import { pl006 } from './pl006';
import { pl007 } from './pl007';
import { pl008 } from './pl008';
import { pl009 } from './pl009';
import { pl010 } from './pl010';
import { pl011 } from './pl011';
import { pl012 } from './pl012';
import { pl013 } from './pl013';
import { pl014 } from './pl014';
import { pl015 } from './pl015';
import { pl016 } from './pl016';
import { pl017 } from './pl017';
import { pl018 } from './pl018';
import { pl019 } from './pl019';
import { pl020 } from './pl020';
import { pl021 } from './pl021';
import { pl022 } from './pl022';
import { pl023 } from './pl023';
import { pl024 } from './pl024';
import { pl025 } from './pl025';
import { pl026 } from './pl026';
import { pl027 } from './pl027';
import { pl028 } from './pl028';
import { pl029 } from './pl029';
import { pl030 } from './pl030';
import { pl031 } from './pl031';
import { pl032 } from './pl032';
import { pl033 } from './pl033';
import { pl034 } from './pl034';
import { pl035 } from './pl035';
import { pl036 } from './pl036';
import { pl037 } from './pl037';
import { pl038 } from './pl038';
import { pl039 } from './pl039';
import { pl040 } from './pl040';
import { pl041 } from './pl041';
import { pl042 } from './pl042';
import { pl043 } from './pl043';

export const PLIMSOLL_RULES: readonly Rule[] = [
  pl001, pl002, pl003, pl004, pl005, pl006, pl007, pl008, pl009, pl010, pl011, pl012, pl013, pl014, pl015, pl016, pl017, pl018,
  pl019, pl020, pl021, pl022, pl023, pl024, pl025, pl026, pl027, pl028, pl029, pl030, pl031, pl032, pl033, pl034, pl035, pl036,
  pl037, pl038, pl039, pl040, pl041, pl042, pl043,
];
